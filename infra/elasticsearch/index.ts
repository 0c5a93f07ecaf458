export { findJava } from '../java/programs.ts'
export { type Elasticsearch, type ElasticsearchNeeds, engineCache, startElasticsearch } from './elasticsearch.ts'
