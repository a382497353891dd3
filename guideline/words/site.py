"""What can be wrong in a ``site.yaml``. A problem whose code is ``site.<name>`` finds its sentence here."""

SENTENCES: dict[str, tuple[str, str]] = {
    "no-such-site": (
        "拠点「{name}」がありません。site.yaml のあるフォルダーか、次の名前を指定してください: {known}",
        "There is no site “{name}”. Give a folder that holds site.yaml, or one of: {known}",
    ),
    "bad-address": (
        "「{found}」はアドレスまたはネットワークとして読めません。203.0.113.20 や 203.0.113.0/26 の形で書いてください。",
        "“{found}” is no address or network. Write it like 203.0.113.20 or 203.0.113.0/26.",
    ),
    "name-twice": (
        "「{name}」が2回使われています。名前は1つずつ別のものにしてください。",
        "“{name}” is used twice. Give each its own name.",
    ),
    "address-twice": (
        "アドレス {address} はすでに「{name}」のものです。",
        "Address {address} already belongs to “{name}”.",
    ),
    "no-such-zone": (
        "網「{zone}」は zones にありません。あるのは {known} です。",
        "There is no zone “{zone}” under zones. There are: {known}",
    ),
    "server-in-mynumber": (
        "マイナンバー利用事務系にはチャットのサーバーを置けません。「{name}」を別の網に移してください。",
        "No server of the chat may stand in the mynumber zone. Move “{name}” to another zone.",
    ),
    "address-outside-zone": (
        "{address} は網「{zone}」の範囲にありません。",
        "{address} does not lie in the networks of zone “{zone}”.",
    ),
    "zones-overlap": (
        "{one} と {other} が重なっています。網の範囲は重ならないようにしてください。",
        "{one} and {other} overlap. Keep the networks of zones apart.",
    ),
    "clients-from-outside": (
        "網「{zone}」は外から使えません。clients から outside を外してください。",
        "Zone “{zone}” can't be used from outside. Remove outside from its clients.",
    ),
    "page-alone": (
        "{name} の役割 page には、同じホストの役割 edge と public_name、同じ網のチャットサーバーが要ります",
        "role page of {name} needs the role edge and a public_name on the same host, and a chat server in its zone",
    ),
    "server-name": (
        "「{name}」を見直してください。server_name は役割 chat のサーバーにだけ、必ず書きます。",
        "Look at “{name}” again: a host with the role chat needs a server_name, and no other has one.",
    ),
    "no-database": (
        "網「{zone}」に役割 database のサーバーがありません。PostgreSQL には1台必要です。",
        "Zone “{zone}” has no host with the role database; PostgreSQL needs one.",
    ),
    "peer-is-own": (
        "「{name}」はこの拠点のサーバーです。相手先からは外してください。",
        "“{name}” is a server of this site. Remove it from the peers.",
    ),
    "peer-zone": (
        "相手先「{name}」の網「{zone}」にチャットのサーバーがありません。",
        "Peer “{name}” is met in zone “{zone}”, where this site has no chat server.",
    ),
    "peer-inside": (
        "相手先のアドレス {address} が、この拠点の網「{zone}」の中にあります。",
        "The peer's address {address} lies inside this site's zone “{zone}”.",
    ),
    "metrics-open": (
        "通信「{name}」が、監視のためのポート {port} に監視 (monitor) と控え (backup) 以外を通します。from を直してください。",
        "Flow “{name}” leads others than a monitor or backup host to port {port}, which is for figures. Change its from.",
    ),
    "metrics-nobody": (
        "exporters がありますが、網「{zone}」に役割 monitor のサーバーがありません。",
        "There are exporters, but zone “{zone}” has no host with the role monitor.",
    ),
    "metrics-no-flow": (
        "監視のサーバー「{monitor}」から「{name}」のポート {port} への通信が flows にありません。",
        "No flow leads from the monitor “{monitor}” to port {port} of “{name}”.",
    ),
    "client-nowhere": (
        "web_client がありますが、配る入口がありません。役割 edge のサーバーに client_name を書いてください。",
        "There is a web_client and no edge that hands it out. Give a host with the role edge a client_name.",
    ),
    "client-missing": (
        "「{name}」に client_name がありますが、web_client（file と sha256）がありません。",
        "“{name}” has a client_name, but there is no web_client (file and sha256).",
    ),
    "client-no-edge": (
        "「{name}」の client_name には、同じサーバーの役割 edge と public_name が要ります。",
        "The client_name of “{name}” needs the role edge and a public_name on the same host.",
    ),
    "client-name": (
        "client_name「{name}」は別のものの名前です。Web クライアントには、サーバーとは別の名前を付けてください。",
        "client_name “{name}” is the name of something else. Give the web client a name of its own.",
    ),
    "time-alone": (
        "網「{zone}」に役割 time のサーバーがありません。time.servers を消すか、1台に役割 time を書いてください。",
        "Zone “{zone}” has no host with the role time. Remove it from time.servers, or give one host that role.",
    ),
    "time-own": (
        "{address} はこの拠点のサーバーです。time.servers には拠点の外の時刻サーバーを書いてください。",
        "{address} is a host of this site. time.servers names servers beyond it.",
    ),
    "time-no-flow": (
        "「{name}」から時刻のサーバー {address} への通信（UDP の 123 番）が flows にありません。",
        "No flow (UDP, port 123) leads from “{name}” to {address}, whose time it takes.",
    ),
    "no-such-member": (
        "団体「{name}」は members にありません。あるのは {known} です。",
        "There is no member “{name}”. There are: {known}",
    ),
    "members-overlap": (
        "端末の範囲 {address} が、団体「{name}」の範囲と重なっています。",
        "The terminals {address} overlap those of member “{name}”.",
    ),
    "no-such-end": (
        "通信の相手「{end}」が何か分かりません。使えるのは {known} か、203.0.113.0/26 の形のネットワークです。",
        "It is not known what “{end}” is. A flow's end is one of {known}, or a network like 203.0.113.0/26.",
    ),
}
