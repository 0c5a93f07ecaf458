import { type OfferBoard, type OfferTerms, type RegionView, termsAnswer } from '@kitchen/api'
import { centreId } from '@kitchen/model'
import { useQuery } from '@tanstack/react-query'
import { Checkbox, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { ask } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { storyQuery } from '../api/queries.ts'
import { attr, plainDocument, textOf } from '../story/plain-document.ts'
import { useWords } from '../words/provider.tsx'

type Props = { readonly row: OfferBoard['rows'][number]; readonly region: RegionView; readonly close: () => void }

/** 供稿条件: leave, locked blocks, credit line, embargo, expiry, to whom. */
export function TermsDialog({ row, region, close }: Props) {
  const { words, say } = useWords()
  const w = words.given
  const [terms, setTerms] = useState<OfferTerms>(row.terms)
  const set = (part: Partial<OfferTerms>) => setTerms({ ...terms, ...part })
  const save = useDoing<void, unknown>({
    act: () => ask(termsAnswer, `/api/offers/${row.story}/terms`, 'PUT', terms),
    says: w.saved,
    renews: [['offers']],
    after: close,
  })
  const others = region.centres.map(({ id, name }) => ({ value: String(id), label: say(name) }))
  return (
    <Modal
      open
      title={w.terms}
      okText={w.save}
      cancelText={words.cancel}
      onCancel={close}
      onOk={() => save.mutate()}
      confirmLoading={save.isPending}
      width={640}
    >
      <p className="page-hint">{w.termsHint}</p>
      <div className="terms">
        <span id="terms-leave">{w.leave}</span>
        <Select
          aria-labelledby="terms-leave"
          value={terms.leave}
          onChange={(leave) => set({ leave })}
          options={(['adapt', 'headline', 'reprint'] as const).map((value) => ({ value, label: words.original.leave[value] }))}
        />
        {terms.leave === 'adapt' && <Locks story={row.story} locked={terms.locked} set={(locked) => set({ locked })} />}
        <label htmlFor="terms-credit">{w.credit}</label>
        <Input
          id="terms-credit"
          value={terms.credit}
          placeholder={w.creditHint}
          maxLength={200}
          onChange={({ target }) => set({ credit: target.value })}
        />
        <label htmlFor="terms-embargo">{w.embargo}</label>
        <input
          id="terms-embargo"
          type="datetime-local"
          value={local(terms.embargo)}
          onChange={({ target }) => set({ embargo: instantOf(target.value) })}
        />
        <label htmlFor="terms-expires">{w.expires}</label>
        <input
          id="terms-expires"
          type="datetime-local"
          value={local(terms.expires)}
          onChange={({ target }) => set({ expires: instantOf(target.value) })}
        />
        <span id="terms-to">{w.to}</span>
        <Select
          aria-labelledby="terms-to"
          mode="multiple"
          value={terms.to.map(String)}
          onChange={(to) => set({ to: to.flatMap((id) => centreId.safeParse(id).data ?? []) })}
          options={others}
          maxTagCount={4}
        />
      </div>
    </Modal>
  )
}

/** Which blocks are locked; each by its first words. */
function Locks({
  story,
  locked,
  set,
}: {
  readonly story: string
  readonly locked: readonly string[]
  readonly set: (locked: string[]) => void
}) {
  const { words } = useWords()
  const one = useQuery(storyQuery(story))
  const blocks = (plainDocument(one.data?.document)?.content ?? []).filter((block) => textOf(block).trim() !== '')
  const options = blocks.map((block) => ({ value: attr(block, 'id') || block.type, label: textOf(block).slice(0, 24) }))
  return (
    <>
      <span id="terms-locked">{words.given.locked}</span>
      <Checkbox.Group
        aria-labelledby="terms-locked"
        className="terms-locks"
        value={[...locked]}
        onChange={(ids) => set(ids.map(String))}
        options={options}
      />
    </>
  )
}

/** An instant as a field of the browser's own time shows it, and back. */
function local(instant: string | null): string {
  if (!instant) return ''
  const at = new Date(instant)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
const instantOf = (value: string): string | null => (value === '' ? null : new Date(value).toISOString())
