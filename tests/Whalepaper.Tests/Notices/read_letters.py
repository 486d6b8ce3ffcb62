"""Reads the letters of a folder with Python's own parser and says in JSON what stands in them."""
import email
import email.policy
import json
import pathlib
import sys

letters = []
for file in sorted(pathlib.Path(sys.argv[1]).glob("*.eml")):
    raw = file.read_bytes()
    letter = email.message_from_bytes(raw, policy=email.policy.default)
    head = raw.split(b"\r\n\r\n", 1)[0]
    parts = list(letter.walk())
    texts = {part.get_content_type(): part.get_content() for part in parts if part.get_content_maintype() == "text"}
    letters.append({
        "messageId": str(letter["Message-ID"]),
        "from": [(one.display_name, one.addr_spec) for one in letter["From"].addresses],
        "to": [(one.display_name, one.addr_spec) for one in letter["To"].addresses],
        "replyTo": [one.addr_spec for one in letter["Reply-To"].addresses] if letter["Reply-To"] else [],
        "subject": str(letter["Subject"]),
        "date": letter["Date"].datetime.isoformat(),
        "auto": str(letter["Auto-Submitted"]),
        "language": str(letter["Content-Language"]),
        "type": letter.get_content_type(),
        "types": [part.get_content_type() for part in parts],
        "headers": [name for name in letter.keys() if not name.startswith("X-")],
        "text": texts.get("text/plain", ""),
        "html": texts.get("text/html", ""),
        "envelopeFrom": str(letter["X-Envelope-From"]),
        "envelopeTo": str(letter["X-Envelope-To"]),
        "session": str(letter["X-Session"]),
        "unsubscribe": "".join(str(letter["List-Unsubscribe"]).split()) if letter["List-Unsubscribe"] else None,
        "unsubscribePost": str(letter["List-Unsubscribe-Post"]) if letter["List-Unsubscribe-Post"] else None,
        "calendar": texts.get("text/calendar"),
        "calendarMethod": next((part.get_param("method") for part in parts if part.get_content_type() == "text/calendar"), None),
        "calendarCharset": next((part.get_content_charset() for part in parts if part.get_content_type() == "text/calendar"), None),
        "files": [[part.get_filename(), part.get_content().decode("utf-8")] for part in parts if part.get_content_disposition() == "attachment"],
        "longest": max(len(line) for line in raw.split(b"\r\n")),
        "ascii": head.isascii(),
        "defects": [type(defect).__name__ for part in parts for defect in part.defects],
    })

json.dump(letters, sys.stdout)
