import type { OfferBoard } from '@kitchen/api'

type StageName = OfferBoard['rows'][number]['cells'][number]['stage']
const fills: Readonly<Record<StageName, number>> = { offered: 0, opened: 1, adopted: 2, localised: 3, signed: 4, delivered: 5, recalled: 0 }

/** Five steps filled from the left, so that a stage is known by its form and not by colour alone; recalled is struck out. Hidden from readers. */
export function Stage({ stage }: { readonly stage: StageName }) {
  return (
    <svg className="stage" data-stage={stage} viewBox="0 0 30 8" width="30" height="8" aria-hidden="true">
      {[0, 1, 2, 3, 4].map((at) => (
        <rect key={at} x={at * 6 + 0.5} y="1.5" width="4.5" height="5" className={at < fills[stage] ? 'stage-full' : 'stage-line'} />
      ))}
      {stage === 'recalled' && <path d="M0 7.5 30 .5" className="stage-struck" />}
    </svg>
  )
}
