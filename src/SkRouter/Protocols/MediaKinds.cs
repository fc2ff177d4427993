namespace SkRouter.Protocols;

/// <summary>Kinds of content, beside texts and images, that not every connector can send.</summary>
[Flags]
internal enum MediaKinds
{
    None = 0,

    /// <summary>Sound in the request itself.</summary>
    Audio = 1,

    /// <summary>Sound at an address.</summary>
    LinkedAudio = 2,

    /// <summary>A film.</summary>
    Video = 4,

    /// <summary>A file in the request itself that is no text.</summary>
    File = 8,

    /// <summary>A file at an address.</summary>
    LinkedFile = 16,

    All = Audio | LinkedAudio | Video | File | LinkedFile,
}
