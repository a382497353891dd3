"""How hosts get what the guideline asks for: pyinfra facts, operations, pure rendering, assembly.

``pyinfra inventory/<site>.py deploys.chat.chat_server`` brings a site's chat servers to what its
guideline says; a second run changes nothing.
"""
