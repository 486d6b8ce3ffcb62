// Whether the cookies of a jar still let somebody in: else a scan tried less than it says.
//   node still_in.js HOUSE FILE
const fs = require("node:fs");

const [house, file] = process.argv.slice(2);
const jar = Object.values(JSON.parse(fs.readFileSync(file)))[0]["/"];
const cookie = Object.entries(jar).map(([name, one]) => `${name}=${one.value}`).join("; ");

fetch(`${house}/me`, { redirect: "manual", headers: { Cookie: cookie } }).then((answer) => {
  if (answer.status !== 200) {
    console.error(`At the end of the scan nobody was signed in any more (${answer.status}).`);
    process.exit(1);
  }
});
