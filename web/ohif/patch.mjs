// The viewer's package is built for the root of a server and with scripts in its page. Ours lives under a path of its own
// and runs no script that is not a file, so the texts are changed here. A release in which a change finds nothing to change
// is one that nobody looked at: the build stops.
import { createHash } from 'node:crypto';

export const BASE = '/ohif/';

/** Tools that fetch a model of half a gigabyte from a stranger's server; ours serves no such thing. */
const REMOTE_TOOLS = ['MarkerLabelmap', 'LabelmapSlicePropagation'];

const PUBLIC_PATH = '__webpack_require__.p = "/"';
const MICROSCOPY = "'/dicom-microscopy-viewer/";
const ROOT_LINK = /\b(href|src|content)="\//g;
/** A report of segments has measurements without coordinates; the attempt to draw them ended the view with an error. */
const TO_DRAW = 'srDisplaySet.measurements.filter(measurement => measurement.loaded === false);';
export const DRAWABLE = TO_DRAW.replace(' === false', ' === false && measurement.coords.length > 0');
const INLINE_SCRIPT = /<script>([\s\S]*?)<\/script>/g;

/**
 * The page with every address below {@link BASE} and its scripts taken out.
 *
 * @returns {{html: string, scripts: Map<string, string>}} the scripts by the file names that the page now has for them
 */
export function patchPage(html) {
  const scripts = new Map();
  const patched = html
    .replace(ROOT_LINK, `$1="${BASE}`)
    .replace(INLINE_SCRIPT, (_, text) => {
      const script = text.replaceAll('window.PUBLIC_URL="/"', `window.PUBLIC_URL="${BASE}"`);
      const name = `page.${createHash('sha256').update(script).digest('hex').slice(0, 16)}.js`;
      scripts.set(name, script);
      return `<script src="${BASE}${name}"></script>`;
    });
  if (scripts.size === 0 || ![...scripts.values()].some(script => script.includes(BASE))) {
    throw new Error('the page sets no PUBLIC_URL in a script');
  }
  return { html: patched, scripts };
}

/** A script with the addresses of its chunks below {@link BASE}; unchanged where it has none. */
export function patchScript(script) {
  return script
    .replaceAll(PUBLIC_PATH, `__webpack_require__.p = "${BASE}"`)
    .replaceAll(TO_DRAW, DRAWABLE)
    .replaceAll(MICROSCOPY, `'${BASE}dicom-microscopy-viewer/`);
}

/** A style sheet with its fonts and pictures below {@link BASE}. */
export function patchStyle(style) {
  return style.replace(/url\((["']?)\/(?!\/)/g, `url($1${BASE}`);
}

/** Style that hides what would only fail. */
export function hideRemoteTools(style) {
  const buttons = REMOTE_TOOLS.map(tool => `[data-cy="${tool}-btn"]`).join(',');
  return `${style}\n${buttons}{display:none!important}\n`;
}
