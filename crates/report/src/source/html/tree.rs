//! Parsing with a bound on depth and size.
//!
//! The parser of HTML looks through the stack of open elements for nearly every tag,
//! and opens unclosed formatting tags again in every paragraph, so a small hostile
//! page can cost minutes or gigabytes. Formatting tags mean nothing to the text and are
//! dropped before they reach the tree; so are the tags, not the text, of what lies
//! deeper or comes later than any real page does.

use std::cell::Cell;

use ego_tree::NodeId;
use html5ever::TokenizerResult;
use html5ever::interface::Tracer;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer,
};
use html5ever::tree_builder::{TreeBuilder, TreeSink};
use scraper::{Html, HtmlTreeSink};

/// How many elements may be open at once. Browsers stop at 512.
const DEPTH_MAX: usize = 512;

/// How many elements a page may have. Large pages have some tens of thousands.
const ELEMENTS_MAX: usize = 400_000;

/// How many tags pass between two looks at the depth.
const LOOK_EVERY_TAGS: usize = 64;

/// The formatting elements of HTML 13.2.4.3, but for `a`, which tells links from text.
const FORMATTING: [&str; 13] = [
    "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// Elements whose content is not markup: their tags must reach the tokenizer.
const RAW: [&str; 9] = [
    "script", "style", "textarea", "title", "noscript", "xmp", "iframe", "noembed", "noframes",
];

/// Parses a page.
pub(super) fn parse(page: &str) -> Html {
    let sink = Bounded {
        builder: TreeBuilder::new(HtmlTreeSink::new(Html::new_document()), Default::default()),
        tags: Cell::new(0),
        crowded: Cell::new(false),
    };
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(page));
    let tokenizer = Tokenizer::new(sink, Default::default());
    // The tokenizer pauses where a browser would run a script; here none is run.
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.builder.sink.finish()
}

struct Bounded {
    builder: TreeBuilder<NodeId, HtmlTreeSink>,
    tags: Cell<usize>,
    crowded: Cell<bool>,
}

impl Bounded {
    /// Whether a tag is left out of the tree.
    fn drops(&self, tag: &Tag) -> bool {
        let name: &str = &tag.name;
        if FORMATTING.contains(&name) {
            return true;
        }
        if tag.kind == TagKind::EndTag || RAW.contains(&name) {
            return false;
        }
        let tags = self.tags.get() + 1;
        self.tags.set(tags);
        if self.crowded.get() || tags.is_multiple_of(LOOK_EVERY_TAGS) {
            self.crowded.set(self.depth() > DEPTH_MAX);
        }
        self.crowded.get() || tags > ELEMENTS_MAX
    }

    /// How many elements are open. The tree builder shows them only to a tracer.
    fn depth(&self) -> usize {
        struct Count(Cell<usize>);
        impl Tracer for Count {
            type Handle = NodeId;
            fn trace_handle(&self, _: &NodeId) {
                self.0.set(self.0.get() + 1);
            }
        }
        let count = Count(Cell::new(0));
        self.builder.trace_handles(&count);
        count.0.get()
    }
}

impl TokenSink for Bounded {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        match token {
            Token::TagToken(ref tag) if self.drops(tag) => TokenSinkResult::Continue,
            Token::ParseError(_) | Token::CommentToken(_) => TokenSinkResult::Continue,
            token => self.builder.process_token(token, line),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}
