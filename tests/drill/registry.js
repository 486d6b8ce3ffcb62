// A registry of images with one image in it, of one layer: what a base image is to whoever builds upon it (OCI Distribution, the part that reads).
//   node registry.js LAYER.tar PORT
const crypto = require("node:crypto");
const fs = require("node:fs");
const http = require("node:http");
const zlib = require("node:zlib");

const [file, port] = process.argv.slice(2);
const digest = (bytes) => `sha256:${crypto.createHash("sha256").update(bytes).digest("hex")}`;
const architecture = process.arch === "arm64" ? "arm64" : "amd64";
const manifestType = "application/vnd.docker.distribution.manifest.v2+json";

const plain = fs.readFileSync(file);
const layer = zlib.gzipSync(plain, { level: 1 });
// As the images of .NET say it: whoever builds upon them runs as this user.
const config = Buffer.from(JSON.stringify({
  architecture,
  os: "linux",
  config: { Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "APP_UID=1654", "DOTNET_RUNNING_IN_CONTAINER=true"] },
  rootfs: { type: "layers", diff_ids: [digest(plain)] },
  history: [{ created_by: "a drill" }],
}));
const manifest = Buffer.from(JSON.stringify({
  schemaVersion: 2,
  mediaType: manifestType,
  config: { mediaType: "application/vnd.docker.container.image.v1+json", size: config.length, digest: digest(config) },
  layers: [{ mediaType: "application/vnd.docker.image.rootfs.diff.tar.gzip", size: layer.length, digest: digest(layer) }],
}));
const blobs = new Map([[digest(config), config], [digest(layer), layer]]);

function find(path) {
  if (path === "/v2/" || path === "/v2") {
    return { type: "application/json", body: Buffer.from("{}") };
  }
  const [, kind, name] = /^\/v2\/base\/(manifests|blobs)\/([^/]+)$/.exec(path) ?? [];
  if (kind === "manifests" && (name === "1" || name === digest(manifest))) {
    return { type: manifestType, body: manifest, digest: digest(manifest) };
  }
  return kind === "blobs" && blobs.has(name) ? { type: "application/octet-stream", body: blobs.get(name), digest: name } : null;
}

http.createServer((request, response) => {
  const found = find(request.url);
  response.writeHead(found ? 200 : 404, found ? { "Content-Type": found.type, "Content-Length": found.body.length, ...(found.digest ? { "Docker-Content-Digest": found.digest } : {}) } : {});
  response.end(found && request.method !== "HEAD" ? found.body : undefined);
}).listen(Number(port), "127.0.0.1");
