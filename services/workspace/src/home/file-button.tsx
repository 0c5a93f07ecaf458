import { Button } from 'antd'
import { useWords } from '../words/provider.tsx'
import { useNewStory } from './new-story.ts'

/** 发稿: the one primary action of a home. */
export function FileButton({ big = false }: { readonly big?: boolean }) {
  const { words } = useWords()
  const write = useNewStory()
  return (
    <Button
      type="primary"
      className={big ? 'file-big' : ''}
      size={big ? 'large' : 'middle'}
      block={big}
      loading={write.isPending}
      onClick={() => write.mutate()}
    >
      {words.home.file}
    </Button>
  )
}
