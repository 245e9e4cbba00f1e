// A real Chromium without a window, where the machine has one. Set SPIKEFARM_CHROMIUM to use another than Debian's.

import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";

const PLACES = [process.env.SPIKEFARM_CHROMIUM ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export const chromiumPath: string | undefined = PLACES.find((place) => place !== "" && existsSync(place));
if (chromiumPath === undefined) console.log("test/browser is skipped: no Chromium here (apt-get install chromium would add it)");

/** With an empty profile of its own. `--no-sandbox` as containers grant no namespaces; it visits our own server only. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath!,
    args: [
      ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });

export interface WatchedPage {
  readonly page: Page;
  /** What the page must never do: scripts that fail, a breach of the content security policy, a request to another origin. */
  readonly misdeeds: readonly string[];
}

export async function openPage(browser: Browser, baseUrl: string, options: { colorScheme?: "dark" | "light" } = {}): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: "en-GB",
    colorScheme: options.colorScheme ?? "light",
  });
  const page = await context.newPage();
  const misdeeds: string[] = [];
  page.on("pageerror", (error) => misdeeds.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    misdeeds.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) misdeeds.push(`policy: ${message.text()}`);
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${baseUrl}/`) && !url.startsWith(`blob:${baseUrl}/`)) misdeeds.push(`request: ${url}`);
  });
  return { page, misdeeds };
}
