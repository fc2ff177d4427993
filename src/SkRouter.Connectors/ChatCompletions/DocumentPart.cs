namespace SkRouter.Connectors.ChatCompletions;

/// <summary>How a document goes into a message.</summary>
internal enum DocumentPart
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary><c>{"type": "file", "file": {...}}</c> with the bytes.</summary>
    File,

    /// <summary>The same, where an address may stand for the bytes.</summary>
    FileOrUrl,

    /// <summary><c>{"type": "document_url", ...}</c>.</summary>
    DocumentUrl,
}
