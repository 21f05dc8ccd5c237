//! Why a file cannot be read, and what its owner can do about it.

use std::fmt;

use youwei_base::Bilingual;

/// Why a file gave no text. [`Unreadable::sentence`] says it with the next step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// No character that can be seen.
    Empty,
    /// More bytes than are read.
    TooLarge {
        /// Size of the file in bytes.
        bytes: usize,
        /// The most bytes that are read.
        limit: usize,
    },
    /// Neither a known format nor text in a known encoding.
    Binary,
    /// A format that is recognised but not read.
    Other(Other),
    /// A web page whose markup stopped the parser.
    HtmlBroken,
    /// A zip that breaks off, or a Word file whose parts are damaged.
    DocxBroken,
    /// A Word file behind a password.
    DocxEncrypted,
    /// A zip that is no Office file: there is no main document in it.
    DocxWithoutDocument,
    /// A part that unpacks to more than is sensible.
    ZipBomb {
        /// The most bytes that are unpacked.
        limit: usize,
    },
    /// A PDF behind a password.
    PdfEncrypted,
    /// Pages that are pictures, without a text layer.
    PdfScanned {
        /// How many pages the file has.
        pages: usize,
    },
    /// A PDF whose structure is damaged.
    PdfBroken,
    /// More pages, or more drawing on them, than a report has.
    PdfTooLong {
        /// How many pages the file has.
        pages: usize,
        /// The most pages that are read.
        limit: usize,
    },
    /// Text is drawn, but its fonts do not say which characters their glyphs are.
    PdfWithoutCharacters,
}

/// A format that is recognised by its first bytes but not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Other {
    /// Word 97–2003 and old WPS files (a compound file).
    LegacyDoc,
    /// Rich Text Format.
    Rtf,
    /// A picture: PNG, JPEG, GIF, TIFF, BMP, WebP.
    Picture,
    /// A workbook.
    Spreadsheet,
    /// Slides.
    Slides,
    /// OpenDocument, as LibreOffice writes it.
    OpenDocument,
    /// OFD, the fixed layout of GB/T 33190.
    Ofd,
    /// A web archive, one file with its pictures (.mht).
    WebArchive,
}

impl Unreadable {
    /// What is wrong, then the next step, in both languages.
    pub fn sentence(&self) -> Bilingual {
        match self {
            Self::Empty => Bilingual::new(
                "文件里没有文字。请确认选对了文件，再上传有正文的那一份。",
                "The file has no text. Check that it is the right one and choose the one that holds the report.",
            ),
            Self::TooLarge { bytes, limit } => Bilingual::new(
                format!(
                    "文件有 {} MB，超过 {} MB 的上限。请去掉图片和附件，只留正文后再上传。",
                    mebibytes(*bytes),
                    limit >> 20
                ),
                format!(
                    "The file is {} MB, above the limit of {} MB. Take out pictures and annexes and choose the text alone.",
                    mebibytes(*bytes),
                    limit >> 20
                ),
            ),
            Self::Binary => Bilingual::new(
                "这不是可以辨认的文字文件。请上传 .docx、带文字层的 .pdf、网页 .html 或 .txt。",
                "This is not a text that can be recognised. Choose a .docx, a .pdf with a text layer, an .html page or a .txt.",
            ),
            Self::Other(other) => other.sentence(),
            Self::HtmlBroken => Bilingual::new(
                "网页的标记无法解析。请在浏览器中打开，复制正文，存为 .txt 后再上传。",
                "The markup of the page cannot be parsed. Open it in a browser, copy the text into a .txt file and choose that.",
            ),
            Self::DocxBroken => Bilingual::new(
                "Word 文件已损坏或没有下载完整。请重新下载，或用 Word、WPS 打开后另存为 .docx。",
                "The Word file is damaged or was not fully downloaded. Download it again, or open it in Word or WPS and save it as .docx.",
            ),
            Self::DocxEncrypted => Bilingual::new(
                "Word 文件设有密码。请用密码打开，取消密码后另存，再上传。",
                "The Word file has a password. Open it with the password, remove the password, save it and choose it again.",
            ),
            Self::DocxWithoutDocument => Bilingual::new(
                "这是一个压缩包，里面没有 Word 正文。请先解压，再上传其中的报告文件。",
                "This is a zip file without a Word document in it. Unpack it first and choose the report inside.",
            ),
            Self::ZipBomb { limit } => Bilingual::new(
                format!(
                    "文件解压后超过 {} MB，不像一份报告，已停止读取。请用 Word 打开后另存一份再上传。",
                    limit >> 20
                ),
                format!(
                    "The file unpacks to more than {} MB, which no report does, so reading stopped. Open it in Word, save a fresh copy and choose that.",
                    limit >> 20
                ),
            ),
            Self::PdfEncrypted => Bilingual::new(
                "PDF 设有密码或加密方式不能识别。请用密码打开，另存（打印）为不加密的 PDF 后再上传。",
                "The PDF has a password or an unknown encryption. Open it with the password, save or print it as a PDF without one and choose that.",
            ),
            Self::PdfScanned { pages } => Bilingual::new(
                format!(
                    "PDF 共 {pages} 页，都是扫描图片，没有文字层。请先做文字识别（OCR），或上传 Word 版、网页版。"
                ),
                format!(
                    "The PDF has {pages} page(s) of scanned pictures and no text layer. Run text recognition (OCR) first, or choose the Word or web version."
                ),
            ),
            Self::PdfBroken => Bilingual::new(
                "PDF 已损坏或没有下载完整。请重新下载，或用阅读器打开后另存（打印）为新的 PDF。",
                "The PDF is damaged or was not fully downloaded. Download it again, or open it in a viewer and save or print it as a new PDF.",
            ),
            Self::PdfTooLong { pages, limit } => Bilingual::new(
                format!(
                    "PDF 共 {pages} 页，内容超出可读取的范围（最多 {limit} 页）。请只导出报告所在的页再上传。"
                ),
                format!(
                    "The PDF has {pages} page(s) and holds more than can be read (at most {limit} pages). Export the pages of the report alone and choose those."
                ),
            ),
            Self::PdfWithoutCharacters => Bilingual::new(
                "PDF 里的字体没有注明字形对应的文字，无法取出正文。请上传 Word 版、网页版，或先做文字识别（OCR）。",
                "The fonts in the PDF do not say which characters their shapes stand for, so no text can be taken. Choose the Word or web version, or run text recognition (OCR) first.",
            ),
        }
    }
}

impl Other {
    fn sentence(self) -> Bilingual {
        match self {
            Self::LegacyDoc => Bilingual::new(
                "这是旧版 .doc（或 .wps）文件。请用 Word 或 WPS 打开，另存为 .docx 后再上传。",
                "This is an old .doc (or .wps) file. Open it in Word or WPS, save it as .docx and choose that.",
            ),
            Self::Rtf => Bilingual::new(
                "这是 RTF 文件。请用 Word 或 WPS 打开，另存为 .docx 后再上传。",
                "This is an RTF file. Open it in Word or WPS, save it as .docx and choose that.",
            ),
            Self::Picture => Bilingual::new(
                "这是一张图片。请先做文字识别（OCR），或上传 Word 版、网页版。",
                "This is a picture. Run text recognition (OCR) first, or choose the Word or web version.",
            ),
            Self::Spreadsheet => Bilingual::new(
                "这是电子表格，不是报告正文。请上传报告的 .docx、.pdf、.html 或 .txt。",
                "This is a spreadsheet, not the report. Choose the report's .docx, .pdf, .html or .txt.",
            ),
            Self::Slides => Bilingual::new(
                "这是演示文稿，不是报告正文。请上传报告的 .docx、.pdf、.html 或 .txt。",
                "These are slides, not the report. Choose the report's .docx, .pdf, .html or .txt.",
            ),
            Self::OpenDocument => Bilingual::new(
                "这是 OpenDocument 文件（.odt 等）。请用 LibreOffice 或 WPS 打开，另存为 .docx 后再上传。",
                "This is an OpenDocument file (such as .odt). Open it in LibreOffice or WPS, save it as .docx and choose that.",
            ),
            Self::Ofd => Bilingual::new(
                "这是 OFD 版式文件。请用 OFD 阅读器打开，导出为 PDF 或文本后再上传。",
                "This is an OFD file. Open it in an OFD viewer, export it as PDF or text and choose that.",
            ),
            Self::WebArchive => Bilingual::new(
                "这是网页归档文件（.mht）。请在浏览器中打开，另存为“网页，仅 HTML”后再上传。",
                "This is a web archive (.mht). Open it in a browser, save it as “web page, HTML only” and choose that.",
            ),
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sentence().fmt(out)
    }
}

impl std::error::Error for Unreadable {}

/// Whole mebibytes, rounded up: a file just above a limit must not read as the limit.
fn mebibytes(bytes: usize) -> usize {
    bytes.div_ceil(1 << 20)
}
