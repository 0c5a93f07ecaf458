import type { zhSearch } from './zh-search.ts'

/** The same in English. */
export const enSearch: typeof zhSearch = {
  search: {
    title: 'Search',
    label: 'Search stories and assets',
    placeholder: 'A word, for example 枸杞',
    none: (query) => (query === '' ? 'Nothing fits these filters' : `Nothing found for “${query}”`),
    noneHint: 'Try another word, fewer of them, or take a filter away.',
    start: 'Type a word of a headline or text: the stories, photos and films you may see are listed at once.',
    took: (count, milliseconds) => `${count.toLocaleString('en')} found in ${milliseconds} ms`,
    fellBack: 'Elasticsearch can’t be used right now, so the database answers: nothing is missing, the order may differ a little.',
    facets: 'Filters',
    facet: { kind: 'Kind', centre: 'Centre', channel: 'Channel', subject: 'Subject', person: 'Person', date: 'Date' },
    kind: { story: 'Story', photo: 'Photo', video: 'Film', audio: 'Sound' },
    without: (facet, value) => `Take the filter away: ${facet} ${value}`,
    clear: 'Clear filters',
    suggestions: 'Places and people',
    suggested: { place: 'Place', person: 'Person' },
    more: 'Show more',
    unnamed: 'Untitled',
    saved: 'My saved searches',
    savedHint: 'You are told here when something new comes.',
    save: 'Save this search',
    savedNow: 'Saved: you will be told when something new comes',
    removed: 'Deleted',
    fresh: (count) => `${count} new`,
    remove: (name) => `Delete the saved search: ${name}`,
    similar: 'Similar stories',
  },
}
