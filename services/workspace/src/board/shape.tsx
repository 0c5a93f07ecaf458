import type { CellState } from './cell.ts'

/** A cell's mark: every state has its own form besides its colour. 16 × 16; hidden from readers, the cell says it in words. */
export function Shape({ state, percent = 0 }: { readonly state: CellState; readonly percent?: number }) {
  return (
    <svg className="shape" data-state={state} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      {formOf(state, percent)}
    </svg>
  )
}

function formOf(state: CellState, percent: number) {
  switch (state) {
    case 'waiting':
      return <circle cx="8" cy="8" r="1.8" className="shape-full" />
    case 'making':
      return (
        <>
          <circle cx="8" cy="8" r="6" className="shape-line" />
          <path d={slice(Math.max(8, Math.min(96, percent)) / 100)} className="shape-full" />
        </>
      )
    case 'made':
      return (
        <>
          <circle cx="8" cy="8" r="6" className="shape-line" />
          <path d="M8 2a6 6 0 0 1 0 12z" className="shape-full" />
        </>
      )
    case 'delivered':
      return <circle cx="8" cy="8" r="6.4" className="shape-full" />
    case 'person':
      return (
        <>
          <path d="M8 1.2 15.4 14.4H.6z" className="shape-full" />
          <path d="M8 5.6v4.4M8 11.6v1.2" className="shape-cut" />
        </>
      )
    case 'refused':
      return <path d="m3 3 10 10M13 3 3 13" className="shape-thick" />
    case 'recalling':
      return (
        <>
          <circle cx="8" cy="8" r="6" className="shape-line" strokeDasharray="2.4 2" />
          <path d="m4 12 8-8" className="shape-line" />
        </>
      )
    case 'recalled':
      return (
        <>
          <circle cx="8" cy="8" r="6" className="shape-line" />
          <path d="m4 12 8-8" className="shape-line" />
        </>
      )
    case 'stale':
      return <path d="M8 1.6 14.4 8 8 14.4 1.6 8z" className="shape-line" />
  }
}

/** A slice of a circle from twelve o'clock. */
function slice(part: number): string {
  const angle = part * 2 * Math.PI
  const x = 8 + 6 * Math.sin(angle)
  const y = 8 - 6 * Math.cos(angle)
  return `M8 8V2A6 6 0 ${part > 0.5 ? 1 : 0} 1 ${x.toFixed(2)} ${y.toFixed(2)}z`
}
