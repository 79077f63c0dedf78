using ManifestLint.Findings;

namespace ManifestLint.Detaching;

/// <summary>
/// Keeps texts and statements that recur once: hundreds of thousands of findings share few of them, and few lines and addresses. For one thread.
/// </summary>
internal sealed class TextPool
{
    // Texts that do not recur must not gather here for the whole run.
    private const int MostTexts = 4096;

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<Statement> _statements = [];

    /// <summary>The first text seen that equals this one.</summary>
    public string this[string text]
    {
        get
        {
            if (_texts.TryGetValue(text, out string? known))
                return known;
            if (_texts.Count >= MostTexts)
                _texts.Clear();
            _texts.Add(text);
            return text;
        }
    }

    /// <summary>The first statement seen that equals this one.</summary>
    public Statement this[Statement statement]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(statement);
            if (_statements.TryGetValue(statement, out var known))
                return known;
            if (_statements.Count >= MostTexts)
                _statements.Clear();
            _statements.Add(statement);
            return statement;
        }
    }
}
