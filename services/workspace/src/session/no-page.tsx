import { Button } from 'antd'
import { Link, useRouteError } from 'react-router'
import { useWords } from '../words/provider.tsx'
import { Page } from './page.tsx'

/** An address that leads nowhere. */
export function Missing() {
  const { words } = useWords()
  return (
    <Page title={words.trouble.missing} hint={words.trouble.missingNext}>
      <Link to="/">{words.trouble.toHome}</Link>
    </Page>
  )
}

/** A screen that the person's roles do not cover. */
export function Forbidden() {
  const { words } = useWords()
  return (
    <Page title={words.trouble.forbidden} hint={words.trouble.forbiddenNext}>
      <Link to="/">{words.trouble.toHome}</Link>
    </Page>
  )
}

/** A screen that failed by itself. */
export function Broken() {
  const { words } = useWords()
  console.error(useRouteError())
  return (
    <main className="shell-main">
      <Page title={words.trouble.bug} hint={words.trouble.bugNext}>
        <Button type="primary" onClick={() => location.reload()}>
          {words.trouble.reload}
        </Button>
      </Page>
    </main>
  )
}
