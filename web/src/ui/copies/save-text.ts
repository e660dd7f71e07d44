/** Hands a text to the browser as a file to keep. */
export function saveText(fileName: string, text: string, mediaType = 'text/plain'): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${mediaType};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  // The browser has taken its copy of the blob when the click returns.
  URL.revokeObjectURL(address);
}
