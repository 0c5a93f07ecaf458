/** A picture size; both sides are even. */
export type Size = { readonly width: number; readonly height: number }
/** One rung of the web ladder: named by its short side. `kilobits` is the ceiling of its bit rate. */
export type Rung = Size & { readonly name: string; readonly kilobits: number }

const rungs = [360, 720, 1080]

/** 360, 720 and 1080 by the short side, never above the source, and the source's own size when it lies well above the last of them. */
export function ladderFor(source: Size): Rung[] {
  const short = Math.min(source.width, source.height)
  const fitting = rungs.filter((rung) => rung <= short)
  const own = short < rungs.at(-1)! && short > (fitting.at(-1) ?? 0) * 1.2 ? [short] : []
  return [...fitting, ...own].map((rung) => ({ name: String(even(rung)), ...scaledTo(source, rung), kilobits: kilobitsFor(rung) }))
}

/** The source at a given short side. */
export function scaledTo({ width, height }: Size, short: number): Size {
  const factor = Math.min(1, short / Math.min(width, height))
  return { width: even(width * factor), height: even(height * factor) }
}

/** The source within a frame, scaled up if need be. */
export function fitted({ width, height }: Size, frame: Size): Size {
  const factor = Math.min(frame.width / width, frame.height / height)
  return { width: even(width * factor), height: even(height * factor) }
}

const even = (side: number): number => Math.max(2, Math.round(side / 2) * 2)

const kilobitsFor = (short: number): number => Math.round((800 * (short / 360) ** 1.6) / 50) * 50
