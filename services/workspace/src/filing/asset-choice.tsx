import { Modal } from 'antd'
import { useWords } from '../words/provider.tsx'
import type { Known } from './use-sources.ts'

type Kind = 'picture' | 'video'
type Props = {
  readonly kind: Kind | null
  readonly sources: ReadonlyMap<string, Known>
  readonly close: () => void
  readonly choose: (asset: string, kind: Kind) => void
  readonly upload: (files: readonly File[]) => void
}

/** Which picture or video goes to where the cursor is: one of the story's, or a new one. */
export function AssetChoice({ kind, sources, close, choose, upload }: Props) {
  const { words } = useWords()
  const wanted = kind === 'video' ? 'video' : 'photo'
  const fits = [...sources].filter(([, source]) => source.kind === wanted && source.asset?.state !== 'refused')
  return (
    <Modal
      open={kind !== null}
      onCancel={close}
      footer={null}
      title={kind === 'video' ? words.filing.video : words.filing.picture}
      width={560}
      destroyOnHidden
    >
      <label className="pick pick-wide">
        {words.assets.add}
        <input
          type="file"
          multiple
          accept={kind === 'video' ? 'video/*,.mxf' : 'image/*'}
          onChange={({ target }) => upload([...(target.files ?? [])])}
        />
      </label>
      <ul className="choice">
        {fits.map(([id, { url, name }]) => (
          <li key={id}>
            <button type="button" onClick={() => kind && choose(id, kind)}>
              {url ? <img src={url} alt="" /> : <span className="upload-blank" aria-hidden />}
              <span>{name}</span>
            </button>
          </li>
        ))}
      </ul>
      {fits.length === 0 && <p className="nothing">{words.assets.none}</p>}
    </Modal>
  )
}
