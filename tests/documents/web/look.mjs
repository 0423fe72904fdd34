// Looks at HTML files in one Chromium: `node look.mjs CHROMIUM FOLDER FILE...`, as JSON on stdout.
// For each file: what axe-core finds, which elements stick out at the side of narrow windows, and
// what it asked the network for. What comes out of a printer is written beside it, as FILE.pdf.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [chromium, installed, ...files] = process.argv.slice(2);
const require = createRequire(`${installed}/package.json`);
const axe = require("axe-core").source;
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDE = { width: 1280, height: 800 };
// A phone, and what is left of a wide window at 200 %.
const NARROW = { "320 dots": { width: 320, height: 640 }, "200 %": { width: 640, height: 400 } };

function atTheSide() {
  const room = document.documentElement.clientWidth;
  return [document.documentElement, ...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > room + 1 || one.scrollWidth > room + 1)
    .map((one) => `${one.tagName} ${one.textContent.trim().slice(0, 60)}`);
}

function sentences({ violations }) {
  const said = (rule, node) => `${rule.id}: ${rule.help}: ${node.html.slice(0, 120)}`;
  return violations.flatMap((rule) => rule.nodes.map((node) => said(rule, node)));
}

async function look(page, file) {
  const address = pathToFileURL(file).href;
  const asked = [];
  const hear = (request) => asked.push(request.url());
  page.on("request", hear);
  await page.setViewportSize(WIDE);
  await page.goto(address);
  await page.pdf({ path: `${file}.pdf`, preferCSSPageSize: true });
  await page.evaluate(axe);
  const found = await page.evaluate((runOnly) => axe.run({ runOnly }), RULES);
  const narrow = {};
  for (const [name, size] of Object.entries(NARROW)) {
    await page.setViewportSize(size);
    narrow[name] = await page.evaluate(atTheSide);
  }
  page.off("request", hear);
  return { axe: sentences(found), narrow, asked: asked.filter((url) => url !== address) };
}

const browser = await require("playwright-core").chromium.launch({
  executablePath: chromium,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND",
  ],
});
const page = await (await browser.newContext({ bypassCSP: true })).newPage();
const told = {};
for (const file of files) told[file] = await look(page, file);
await browser.close();
console.log(JSON.stringify(told));
