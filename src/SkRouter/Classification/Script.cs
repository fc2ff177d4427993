namespace SkRouter.Classification;

/// <summary>Groups of scripts that are read in the same way.</summary>
internal enum Script
{
    /// <summary>Latin and anything that is not in another group.</summary>
    Latin,

    /// <summary>Greek and letters with rare marks.</summary>
    Greek,

    /// <summary>Cyrillic.</summary>
    Cyrillic,

    /// <summary>Hebrew and Armenian.</summary>
    Hebrew,

    /// <summary>Arabic.</summary>
    Arabic,

    /// <summary>Devanagari, Bengali, Tamil and their relatives.</summary>
    Indic,

    /// <summary>Thai, Lao and Khmer: no spaces between words.</summary>
    Thai,

    /// <summary>Hiragana and Katakana: no spaces between words.</summary>
    Kana,

    /// <summary>Chinese characters: no spaces between words.</summary>
    Han,

    /// <summary>Korean.</summary>
    Hangul,
}
