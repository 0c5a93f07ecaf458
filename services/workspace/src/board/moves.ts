type Place = readonly [row: number, column: number]

/** Where a key leads in a grid; the same place (by identity) when it leads nowhere. */
export function moved(at: Place, key: string, rows: number, columns: number): Place {
  const [row, column] = at
  const to = (nextRow: number, nextColumn: number): Place => {
    const next: Place = [clamp(nextRow, rows), clamp(nextColumn, columns)]
    return next[0] === row && next[1] === column ? at : next
  }
  switch (key) {
    case 'ArrowUp':
      return to(row - 1, column)
    case 'ArrowDown':
      return to(row + 1, column)
    case 'ArrowLeft':
      return to(row, column - 1)
    case 'ArrowRight':
      return to(row, column + 1)
    case 'Home':
      return to(row, 0)
    case 'End':
      return to(row, columns - 1)
    case 'PageUp':
      return to(0, column)
    case 'PageDown':
      return to(rows - 1, column)
    default:
      return at
  }
}

const clamp = (value: number, count: number) => Math.max(0, Math.min(count - 1, value))
