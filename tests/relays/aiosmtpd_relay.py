"""A mail relay as operators have it: aiosmtpd, with TLS and AUTH.

It says what happens as lines of JSON on stdout, in the words of smtp-server.mjs, and ends when stdin closes:

  /usr/bin/python3 tests/relays/aiosmtpd_relay.py --security starttls|tls --certificate NAME [--auth PLAIN|LOGIN]
"""

import argparse
import asyncio
import json
import logging
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

CERTIFICATES = pathlib.Path(__file__).parent / "certificates"
EXCLUDED = {"PLAIN": ["LOGIN"], "LOGIN": ["PLAIN"]}


def say(value):
    print(json.dumps(value), flush=True)


class Desk:
    """Takes every mail."""

    async def handle_MAIL(self, server, session, envelope, address, options):
        say({"command": "MAIL", "secure": secure(server)})
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = {
            "connection": f"{session.peer[1]}",
            "secure": secure(server),
            "user": session.auth_data,
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "raw": envelope.content.decode("latin1"),
        }
        say({"mail": mail})
        return "250 taken"


def secure(server):
    return server.transport.get_extra_info("ssl_object") is not None


def authenticate(server, session, envelope, mechanism, data):
    say({"command": "AUTH", "method": mechanism, "secure": secure(server)})
    known = (data.login, data.password) == (b"termin", b"a pass phrase")
    # Not handled: it shall say itself that it refuses.
    return AuthResult(success=known, handled=False, auth_data=data.login.decode())


async def main():
    # It warns of AUTH without STARTTLS, which over TLS is as it should be.
    logging.disable(logging.WARNING)
    parser = argparse.ArgumentParser()
    parser.add_argument("--security", choices=["starttls", "tls"], required=True)
    parser.add_argument("--certificate", required=True)
    parser.add_argument("--auth", choices=list(EXCLUDED))
    asked = parser.parse_args()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{asked.certificate}.pem", CERTIFICATES / f"{asked.certificate}.key")
    implicit = asked.security == "tls"

    def desk():
        return SMTP(
            Desk(),
            tls_context=None if implicit else context,
            require_starttls=not implicit,
            authenticator=authenticate,
            auth_required=asked.auth is not None,
            # Over TLS from the first byte it does not know that nobody listens.
            auth_require_tls=not implicit,
            auth_exclude_mechanism=EXCLUDED.get(asked.auth, []),
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(desk, "127.0.0.1", 0, ssl=context if implicit else None)
    say({"port": server.sockets[0].getsockname()[1]})
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
