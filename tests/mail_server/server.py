"""A real mail server (aiosmtpd) that wants STARTTLS and a password, and keeps each message as a file.

    server.py PORT CERTIFICATE KEY FOLDER starttls|tls
"""

import ssl
import sys
import threading
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

port, certificate, key, folder, how = sys.argv[1:]
context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(certificate, key)


class Keeping:
    """Keeps what came encrypted and from somebody who is known."""

    def __init__(self):
        self.count = 0

    async def handle_DATA(self, server, session, envelope):
        if session.ssl is None and how == "starttls":
            return "530 5.7.0 Must issue a STARTTLS command first"
        if session.auth_data is None:
            return "530 5.7.0 Authentication required"
        self.count += 1
        half = Path(folder) / f"{self.count}.half"
        half.write_bytes(envelope.content)
        half.rename(half.with_suffix(".eml"))
        return "250 2.0.0 Kept"


def known(_server, _session, _envelope, _mechanism, data):
    success = data.login == b"linli" and data.password == b"a p@ss/word"
    # Not handled: the library is to say no itself.
    return AuthResult(success=success, handled=False, auth_data=data.login)


asked = {"authenticator": known, "auth_required": True}
if how == "starttls":
    asked |= {"tls_context": context, "require_starttls": True}
else:
    asked |= {"ssl_context": context, "auth_require_tls": False}
Controller(Keeping(), hostname="127.0.0.1", port=int(port), **asked).start()
print("listening", flush=True)
threading.Event().wait()
