// Uses a house of the demonstration as a member of its committee does.
//   node use.js HOUSE handle                    the handle of whoever shares the talk that is ready
//   node use.js HOUSE upload KEY COOKIES        lays a PDF beside it, and waits until its text is found
const fs = require("node:fs");

const [house, what, key, jar] = process.argv.slice(2);
const word = "narwhalsong";
const presenter = "张帆";

async function ask(path, options = {}) {
  const answer = await fetch(house + path, options);
  if (!answer.ok) {
    throw new Error(`${path} was answered with ${answer.status}: ${(await answer.text()).slice(0, 400)}`);
  }
  return answer;
}

async function handle() {
  const { items } = await (await ask(`/api/v1/members?q=${encodeURIComponent(presenter)}`)).json();
  return items[0].handle;
}

// The least that is a PDF with a word in it.
function document() {
  const drawn = `BT /F1 24 Tf 72 700 Td (${word}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let text = "%PDF-1.4\n";
  const places = objects.map((object, n) => {
    const at = text.length;
    text += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("")}`;
  return `${text}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
}

async function upload() {
  const { items } = await (await ask(`/api/v1/talks?presenter=${encodeURIComponent(await handle())}&size=200`)).json();
  const form = new FormData();
  form.append("fileKind", "slides");
  form.append("fileTitle", "Slides");
  form.append("filePublic", "yes");
  form.append("file", new Blob([document()], { type: "application/pdf" }), "slides.pdf");
  await ask(`/api/v1/talks/${items[0].id}/files`, { method: "POST", body: form, headers: { Authorization: `Bearer ${key}` } });
  const cookies = Object.entries(Object.values(JSON.parse(fs.readFileSync(jar)))[0]["/"]).map(([name, one]) => `${name}=${one.value}`).join("; ");
  for (let tries = 0; tries < 120; tries += 1) {
    const found = await (await ask(`/search?q=${word}&again=${tries}`, { headers: { Cookie: cookies } })).text();
    if (found.includes("/talks/")) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error("The text of the PDF was not found.");
}

(what === "handle" ? handle().then(console.log) : upload()).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
