// npm kill-the-clipboard at both ends of a link.
//   links.mjs open FOLDER BASE LINKS     decrypts the files of links; prints type, size and SHA-256 of each content
//   links.mjs make FOLDER BASE COUNT     makes links and files; prints {"link","sha256"}
import { createHash, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import { SHL, SHLViewer, decryptSHLFile, encryptSHLFile } from 'kill-the-clipboard'

const [mode, folder, base, last] = process.argv.slice(2)
const sha256 = content => createHash('sha256').update(content).digest('hex')

if (mode === 'open') {
  for (const shlinkURI of fs.readFileSync(last, 'utf8').trim().split('\n')) {
    const { shl } = new SHLViewer({ shlinkURI })
    const text = fs.readFileSync(folder + '/' + shl.url.slice(base.length), 'utf8')
    const files = text.startsWith('{') ? JSON.parse(text).files.map(file => file.embedded) : [text]
    for (const jwe of files) {
      const { content, contentType } = await decryptSHLFile({ jwe, key: shl.key })
      console.log(contentType, Buffer.byteLength(content), sha256(content))
    }
  }
} else {
  for (let i = 0; i < Number(last); ++i) {
    const shl = SHL.generate({ baseManifestURL: base, manifestPath: '/file', flag: i % 2 ? 'U' : 'L', label: '증명서 ' + i })
    const content = JSON.stringify({ resourceType: 'Basic', note: randomBytes(10 * i).toString('base64').repeat(1 + i % 3) })
    const jwe = await encryptSHLFile({ content, key: shl.key, contentType: 'application/fhir+json', enableCompression: i % 3 > 0 })
    const path = folder + '/' + new URL(shl.url).pathname
    fs.mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true })
    const embedded = JSON.stringify({ files: [{ contentType: 'application/fhir+json', embedded: jwe }] })
    fs.writeFileSync(path, i % 2 ? jwe : embedded)
    console.log(JSON.stringify({ link: shl.toURI(), sha256: sha256(content) }))
  }
}
