namespace ManifestLint.Scanning;

/// <summary>
/// Reads a text from its beginning, piece by piece and never back: what it costs is the length of what is taken, on every machine. Each
/// <c>Take</c> moves behind what it took, and stays where it was if that is not there.
/// </summary>
public ref struct TextCursor(string text, int at = 0)
{
    private readonly string _text = text;

    /// <summary>Where it stands.</summary>
    public int At { get; set; } = at;

    /// <summary>Whether nothing follows.</summary>
    public readonly bool IsAtEnd => At == _text.Length;

    /// <summary>Whether nothing follows but one line feed: block scalars end in one that nobody meant.</summary>
    public readonly bool IsAtLastEnd => Rest is "" or "\n";

    /// <summary>What follows.</summary>
    public readonly ReadOnlySpan<char> Rest => _text.AsSpan(At);

    /// <summary>Takes these characters.</summary>
    public bool Take(ReadOnlySpan<char> literal)
    {
        if (!Rest.StartsWith(literal, StringComparison.Ordinal))
            return false;
        At += literal.Length;
        return true;
    }

    /// <summary>Takes the first of some words that is there.</summary>
    public bool TakeAny(params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (Take(word))
                return true;
        }
        return false;
    }

    /// <summary>Takes words with white space before each of them, or none.</summary>
    public bool TakeWords(params ReadOnlySpan<string> words)
    {
        int start = At;
        foreach (string word in words)
        {
            SkipBlanks();
            if (Take(word))
                continue;
            At = start;
            return false;
        }
        return true;
    }

    /// <summary>Takes one character of a set.</summary>
    public bool TakeOne(ReadOnlySpan<char> set)
    {
        if (IsAtEnd || !set.Contains(_text[At]))
            return false;
        At++;
        return true;
    }

    /// <summary>Takes as many characters as are of a kind, and tells how many.</summary>
    public int TakeWhile(Func<char, bool> kind)
    {
        int start = At;
        while (At < _text.Length && kind(_text[At]))
            At++;
        return At - start;
    }

    /// <summary>Takes all the digits that follow, and tells how many.</summary>
    public int TakeDigits() => TakeWhile(char.IsAsciiDigit);

    /// <summary>Goes behind white space.</summary>
    public void SkipBlanks() => TakeWhile(char.IsWhiteSpace);

    /// <summary>Goes to the next such character; false if none follows.</summary>
    public bool SkipTo(char end)
    {
        int length = Rest.IndexOf(end);
        if (length < 0)
            return false;
        At += length;
        return true;
    }

    /// <summary>What was taken since a place.</summary>
    public readonly string Since(int start) => _text[start..At];
}
