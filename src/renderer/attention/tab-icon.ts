const size = 32

/** Puts the number that waits on the tab's picture; 0 brings back the plain one. */
export async function showOnTabIcon(page: Document, count: number, plain: string): Promise<void> {
  const link = page.querySelector<HTMLLinkElement>('link[rel="icon"]')
  if (link === null) return
  if (count === 0) {
    link.href = plain
    return
  }
  const picture = new Image(size, size)
  picture.src = plain
  await picture.decode()
  const canvas = page.createElement('canvas')
  canvas.width = size
  canvas.height = size
  const draw = canvas.getContext('2d')
  if (draw === null) return
  draw.drawImage(picture, 0, 0, size, size)
  draw.fillStyle = '#be6f00'
  draw.beginPath()
  draw.arc(21, 11, 11, 0, Math.PI * 2)
  draw.fill()
  draw.fillStyle = '#fff'
  draw.font = 'bold 17px sans-serif'
  draw.textAlign = 'center'
  draw.textBaseline = 'middle'
  draw.fillText(count > 9 ? '9+' : `${count}`, 21, 12, 19)
  link.href = canvas.toDataURL('image/png')
}
