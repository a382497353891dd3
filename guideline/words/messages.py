"""What the message rules say."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "opening": ("挨拶の定型句は省いて、用件から書いてください", "Leave out the set greeting and start with the matter"),
    "closing": ("結びの定型句は省いてください", "Leave out the set closing"),
    "addressee": ("宛名は省き、必要ならメンション（@）で伝えてください", "Leave out the addressee; use a mention (@) where one is needed"),
    "self-introduction": ("名乗りは省いてください。名前は表示されています", "Leave out who you are; your name is shown"),
    "subject-line": ("件名の行は省いて、用件から書いてください", "Leave out the subject line and start with the matter"),
    "acknowledgement": ("了承だけの返信は、スタンプで送ってください", "Send a sticker instead of an acknowledgement in words"),
    "notice": ("全職員への周知は、掲示板に載せてください", "Put a notice to all staff on the bulletin board"),
    "conversation": ("会話は、トークで続けてください", "Hold the conversation in talk"),
    "my-number": ("個人番号は書かず、個人番号を扱う端末で確かめてください", "Leave out the individual number; look it up where it may be handled"),
    "phone-number": ("電話番号は書かず、業務システムや名簿で確かめてもらってください", "Leave out the phone number; point to the system or register that holds it"),
    "street-address": ("番地までの住所は書かず、業務システムの番号などで伝えてください", "Leave out the street address; refer to the record instead"),
    "birth-date": ("生年月日は書かず、業務システムで確かめてもらってください", "Leave out the birth date; point to the system that holds it"),
    "bank-account": ("口座番号は書かず、財務会計などのシステムで確かめてもらってください", "Leave out the account number; point to the system that holds it"),
    "email-address": ("メールアドレスは書かず、名簿などで確かめてもらってください", "Leave out the mail address; point to the register that holds it"),
    "length": ("{max}文字までにまとめてください（いま{length}文字です）", "Keep it within {max} characters (now {length})"),
    "working-hours": ("勤務時間外です。急ぎでなければ、予約して勤務時間に送ってください", "Outside working hours: unless urgent, schedule it for working hours"),
    "mention-honorific": ("メンションの敬称は省いてください", "Leave the honorific out of a mention"),
    "room-mention": ("全員へのメンションは控え、必要な人だけに伝えてください", "Mention only those concerned, not the whole room"),
    "writers": ("この場に投稿できる課を通して載せてください", "Have it posted by a section that may write here"),
    "idle-phrase": ("句「{phrase}」はどの投稿にも当たりません。文字のある句にしてください", "The phrase “{phrase}” can never be found; give one with letters"),
    "same-phrase": ("句「{phrase}」は「{first}」と同じものとして扱われます。どちらかを消してください", "The phrase “{phrase}” is the same as “{first}”; delete one of them"),
}  # fmt: skip
