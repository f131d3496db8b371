/** 20260102 as 2026-01-02; anything else as it is. */
export function date(dicom: string): string {
  return /^\d{8}$/.test(dicom) ? `${dicom.slice(0, 4)}-${dicom.slice(4, 6)}-${dicom.slice(6)}` : dicom;
}

/** 101530.25 as 10:15. */
export function time(dicom: string): string {
  return /^\d{4}/.test(dicom) ? `${dicom.slice(0, 2)}:${dicom.slice(2, 4)}` : dicom;
}

/** Whole years, or nothing where either date is no date. */
export function age(birth: string, on: string): string {
  if (!/^\d{8}$/.test(birth) || !/^\d{8}$/.test(on) || on < birth) return '';
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4)) - (on.slice(4) < birth.slice(4) ? 1 : 0);
  return `${years} y`;
}

export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3));
  return `${(count / 1000 ** step).toFixed(step > 2 ? 1 : 0)} ${units[step]}`;
}

export function seconds(total: number): string {
  return total < 90 ? `${total.toFixed(1)} s` : `${Math.floor(total / 60)} min ${Math.round(total % 60)} s`;
}

export function percent(fraction: number): string {
  return `${Math.round(fraction * 100)} %`;
}

/** How long ago, in words while it is recent. */
export function since(moment: string, now = Date.now()): string {
  const past = (now - Date.parse(moment)) / 1000;
  if (past < 60) return 'just now';
  if (past < 3600) return `${Math.floor(past / 60)} min ago`;
  if (past < 86400) return `${Math.floor(past / 3600)} h ago`;
  return new Date(moment).toISOString().slice(0, 16).replace('T', ' ');
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}
