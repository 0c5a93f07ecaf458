import { fileURLToPath } from 'node:url'

/** An ICC profile of a printing condition, as a file, and its name for the output intent. */
export type InkProfile = { readonly file: string; readonly condition: string }

/**
 * Coldset newsprint by the characterization data of ANSI CGATS/SNAP TR 002-2007, black generation as a ramp, at most 226 % ink so that what JPEG adds
 * stays below 240 %. Built once from Debian's icc-profiles-free and argyll (75 s, hence kept here; the licence of the data allows passing it on):
 * `colprof -qm -l226 -nc -S /usr/share/color/argyll/ref/sRGB.icm -cmt -dpp -D … -C … -O newsprint.icc TR002`, the date in its header set to 2007.
 */
export const newsprint: InkProfile = { file: fileURLToPath(new URL('./newsprint.icc', import.meta.url)), condition: 'CGATS TR 002' }
