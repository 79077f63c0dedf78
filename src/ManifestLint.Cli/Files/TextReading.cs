namespace ManifestLint.Cli.Files;

/// <summary>How the characters of a file were written.</summary>
public enum TextForm
{
    /// <summary>UTF-8, with or without a byte-order mark.</summary>
    Utf8,

    /// <summary>UTF-16, low byte first.</summary>
    Utf16LittleEndian,

    /// <summary>UTF-16, high byte first.</summary>
    Utf16BigEndian,
}

/// <summary>Why a file gave no text.</summary>
public enum ReadFailure
{
    /// <summary>It is not there (any more).</summary>
    Missing,

    /// <summary>It may not be read.</summary>
    NoPermission,

    /// <summary>It is a folder, or something else that holds no bytes.</summary>
    NotAFile,

    /// <summary>It holds NUL characters: a picture or an archive, not text.</summary>
    NotText,

    /// <summary>It is text in part, with bytes that are no UTF-8 or UTF-16.</summary>
    InvalidEncoding,

    /// <summary>It is UTF-32, which no Kubernetes tool reads.</summary>
    UnsupportedEncoding,

    /// <summary>It is larger than a text in memory can be.</summary>
    TooLarge,

    /// <summary>The system reported another error.</summary>
    Unreadable,
}

/// <summary>A failure to read, as a value.</summary>
/// <param name="Failure">The kind of failure.</param>
/// <param name="Message">What is wrong, as a clause without a path or a full stop: <c>it is not UTF-8: byte 0xFF at offset 12, line 2</c>.</param>
/// <param name="ByteOffset">The 0-based offset of the first wrong byte in the file, where one is to blame.</param>
/// <param name="Line">The 1-based line of that byte.</param>
public sealed record ReadProblem(ReadFailure Failure, string Message, long? ByteOffset = null, int? Line = null);

/// <summary>What reading a file gave: either <see cref="Text"/> or <see cref="Problem"/>.</summary>
public readonly record struct TextReading
{
    private TextReading(string? text, TextForm form, ReadProblem? problem)
    {
        Text = text;
        Form = form;
        Problem = problem;
    }

    /// <summary>The whole text, or <c>null</c> on failure. A byte-order mark is its first character, U+FEFF, for
    /// <see cref="Yaml.SourceText"/> to drop and remember.</summary>
    public string? Text { get; }

    /// <summary>How the text was written, so that a repair can be written the same way.</summary>
    public TextForm Form { get; }

    /// <summary>Why there is no text, or <c>null</c> on success.</summary>
    public ReadProblem? Problem { get; }

    internal static TextReading Of(string text, TextForm form) => new(text, form, problem: null);

    internal static TextReading Failed(ReadProblem problem) => new(text: null, TextForm.Utf8, problem);
}
