// Opens a link by which somebody signs in, says yes, and writes the cookies down as wapiti reads them.
//   node sign_in.js LINK FILE
const fs = require("node:fs");

const [link, file] = process.argv.slice(2);
const cookies = new Map();

async function ask(options = {}) {
  const headers = { "Accept-Language": "en", Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "), ...options.headers };
  const answer = await fetch(link, { redirect: "manual", ...options, headers });
  for (const line of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
    cookies.set(name, value);
  }
  return answer;
}

async function run() {
  const page = await (await ask()).text();
  const proof = /name="__RequestVerificationToken"[^>]*value="([^"]+)"/.exec(page);
  if (!proof) {
    throw new Error("The link leads to no form.");
  }
  const answer = await ask({ method: "POST", body: new URLSearchParams({ __RequestVerificationToken: proof[1] }), headers: { Origin: new URL(link).origin } });
  if (answer.status !== 303) {
    throw new Error(`Signing in was answered with ${answer.status}.`);
  }
  const jar = Object.fromEntries([...cookies].map(([name, value]) => [name, { value, expires: null, secure: false, port: null, version: 0 }]));
  fs.writeFileSync(file, JSON.stringify({ [new URL(link).hostname]: { "/": jar } }));
}

run().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
