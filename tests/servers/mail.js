// A mail server for the tests: keeps what it takes in a folder, one file a letter, written before it says yes. What the first part of a
// recipient's address begins with decides: "refused" and "blocked" are refused for good at once, "busy" for now, "spam" after all was said.
const fs = require("node:fs");
const path = require("node:path");
const { SMTPServer } = require("smtp-server");

const [folder, port] = process.argv.slice(2);
let count = 0;

const refusals = {
  refused: [550, "5.1.1 No such user here"],
  gone: [550, "mailbox unavailable"],
  blocked: [550, "5.7.1 Your network is on a list"],
  busy: [451, "4.3.2 Come back later"],
};

function refusal(code, text) {
  return Object.assign(new Error(text), { responseCode: code });
}

const server = new SMTPServer({
  authOptional: true,
  allowInsecureAuth: true,
  disableReverseLookup: true,
  hidePIPELINING: false,
  size: 10 * 1024 * 1024,
  onAuth(auth, session, done) {
    return auth.username === "whale" && auth.password === "paper" ? done(null, { user: auth.username }) : done(refusal(535, "5.7.8 Not you"));
  },
  onRcptTo(address, session, done) {
    const found = Object.keys(refusals).find((name) => address.address.startsWith(name));
    return found ? done(refusal(...refusals[found])) : done();
  },
  onData(stream, session, done) {
    const parts = [];
    stream.on("data", (part) => parts.push(part));
    stream.on("end", () => {
      const to = session.envelope.rcptTo.map((one) => one.address).join(",");
      if (to.startsWith("spam")) {
        return done(refusal(554, "5.7.1 This is spam"));
      }
      // Each test writes to a domain of its own, and finds its letters there.
      const place = path.join(folder, to.split("@").pop().replace(/[^A-Za-z0-9.-]/g, "_"));
      fs.mkdirSync(place, { recursive: true });
      const envelope = `X-Envelope-From: ${session.envelope.mailFrom.address}\r\nX-Envelope-To: ${to}\r\nX-Session: ${session.id} ${session.user ?? ""}\r\n`;
      const name = path.join(place, `${String(++count).padStart(6, "0")}.eml`);
      fs.writeFileSync(`${name}.part`, Buffer.concat([Buffer.from(envelope), ...parts]));
      fs.renameSync(`${name}.part`, name);
      return done(null, `kept as ${count}`);
    });
  },
});

// Answers to several commands at once leave at once, as those of the servers that people use: else each letter takes forty milliseconds longer.
server.server.on("connection", (socket) => socket.setNoDelay(true));
// Whoever hangs up in the middle is no fault of the server.
server.on("error", () => {});
server.listen(Number(port), "127.0.0.1");
