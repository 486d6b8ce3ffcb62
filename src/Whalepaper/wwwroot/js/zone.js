// Tells the server the device's time zone, once, and asks for the page again where it was set for another one.
// A zone that the viewer chose is left alone; where cookies are off, the group's zone stays.

const cookie = "wp-zone";

const read = () =>
  document.cookie.split("; ").find((pair) => pair.startsWith(`${cookie}=`))?.slice(cookie.length + 1);

const { zone: shown, zoneSource: source } = document.documentElement.dataset;
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (zone && source !== "chosen") {
  const told = encodeURIComponent(`device:${zone}`);
  if (read() !== told) {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${cookie}=${told}; path=/; max-age=31536000; samesite=lax${secure}`;
    // Only if the cookie was kept, or this would never end.
    if (zone !== shown && read() === told) location.reload();
  }
}
