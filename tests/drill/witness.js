// Whoever is lured out of the house comes here. Speaks what wapiti asks its endpoint for: what came in for a scan, by request and parameter.
//   node witness.js PORT
const http = require("node:http");

const came = new Map();

function note(request) {
  const [, scan, asked, parameter] = /^\/ssrf\/([^/]+)\/([^/]+)\/([0-9a-f]+)/.exec(request.url) ?? [];
  if (!scan) {
    return false;
  }
  const ofScan = came.get(scan) ?? {};
  const ofRequest = (ofScan[asked] ??= {});
  (ofRequest[parameter] ??= []).push({ url: request.url, date: new Date().toISOString(), ip: request.socket.remoteAddress, method: request.method, size: 0 });
  came.set(scan, ofScan);
  return true;
}

http.createServer((request, response) => {
  const told = /^\/get_ssrf\.php\?id=(.+)$/.exec(request.url);
  note(request);
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify(told ? came.get(told[1]) ?? {} : {}));
}).listen(Number(process.argv[2]), "127.0.0.1");
