using System.Collections.Immutable;

namespace ManifestLint.Programs.Launchers;

/// <summary>The server that <c>pg_ctl start</c> leaves behind. Source: postgres/postgres src/bin/pg_ctl/pg_ctl.c (main, start_postmaster).</summary>
internal static class PostgresControl
{
    private static readonly string[] WithArgument =
    [
        "-D",
        "-e",
        "-l",
        "-m",
        "-N",
        "-o",
        "-p",
        "-P",
        "-S",
        "-t",
        "-U",
        "--pgdata",
        "--log",
        "--options",
        "--timeout",
        "--mode",
    ];

    /// <summary>Its words; null where none is started.</summary>
    public static ImmutableArray<Word>? Server(ImmutableArray<Word> words)
    {
        bool starts = false,
            isAgain = false;
        var server = ImmutableArray.CreateBuilder<Word>();
        server.Add(Word.Of("postgres"));
        for (int i = 1; i < words.Length; i++)
        {
            var word = words[i];
            string text = word.Text;
            if (!word.IsKnown)
                server.Add(Word.UnknownMany);
            else if (text is "start" or "restart")
                (starts, isAgain) = (true, text == "restart");
            else if (text is ['-', 'o', _, ..])
                server.AddRange(Split(word.Slice(2, text.Length - 2)));
            else if (text.StartsWith("--options=", StringComparison.Ordinal))
                server.AddRange(Split(word.Slice("--options=".Length, text.Length - "--options=".Length)));
            // Which file it reads is not followed.
            else if (text is ['-', 'D', _, ..] || text.StartsWith("--pgdata=", StringComparison.Ordinal))
                server.Add(Word.UnknownMany);
            if (!word.IsKnown || !WithArgument.Contains(text) || ++i == words.Length)
                continue;
            if (text is "-o" or "--options")
                server.AddRange(Split(words[i]));
            else if (text is "-D" or "--pgdata")
            {
                server.Add(Word.Of("-D"));
                server.Add(words[i]);
            }
        }
        // A server that runs again takes the options that it had.
        if (isAgain)
            server.Add(Word.UnknownMany);
        return starts ? server.ToImmutable() : null;
    }

    // A shell reads them.
    private static IEnumerable<Word> Split(Word options)
    {
        if (!options.IsKnown || options.Text.AsSpan().ContainsAny("'\"\\$`"))
            return [Word.UnknownMany];
        var words = new List<Word>();
        int start = 0;
        for (int i = 0; i <= options.Text.Length; i++)
        {
            if (i < options.Text.Length && !char.IsWhiteSpace(options.Text[i]))
                continue;
            if (i > start)
                words.Add(options.Slice(start, i - start));
            start = i + 1;
        }
        return words;
    }
}
