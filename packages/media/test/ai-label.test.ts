import fc from 'fast-check'
import { expect, test } from 'vitest'
import { labelIn, labelText, labelXmp } from '../src/index.ts'

const printable = fc
  .string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)), maxLength: 40 })
  .filter((text) => !/[{}]/.test(text))
const label = fc.record({
  Label: fc.constantFrom('1', '2', '3'),
  ContentProducer: printable,
  ProduceID: printable,
  ReservedCode1: printable,
  ContentPropagator: printable,
  PropagateID: printable,
  ReservedCode2: printable,
})

test('a label comes back from the XMP and from the tag that hold it, whatever characters it has', () => {
  fc.assert(
    fc.property(label, (fields) => {
      expect(labelIn(labelXmp(fields))).toEqual(fields)
      expect(labelIn(labelText(fields))).toEqual(fields)
    }),
  )
})

test('a label written as an XMP element by another program is found', () => {
  expect(labelIn('<TC260:AIGC>{"Label":"1","ContentProducer":"001191110108MA01"}</TC260:AIGC>')).toEqual({
    Label: '1',
    ContentProducer: '001191110108MA01',
  })
})

test('other JSON is no label', () => {
  expect(labelIn('{"Make":"Canon"} {broken {"Label"}')).toBeNull()
})
