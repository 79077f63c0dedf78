using System.Collections.Immutable;
using ManifestLint.Rules;

namespace ManifestLint.Tests.Rules;

/// <summary>A fenced block of a page.</summary>
/// <param name="Info">What stands after the fence: <c>yaml bad --kubernetes-version 1.33</c>.</param>
/// <param name="Text">The text between the fences, each line with its line break.</param>
/// <param name="FirstLine">1-based line of the opening fence in the page.</param>
/// <param name="LastLine">1-based line of the closing fence.</param>
internal sealed record PageBlock(string Info, string Text, int FirstLine, int LastLine)
{
    /// <summary><c>bad</c>, <c>good</c>, <c>fixed</c>, <c>output</c>, or empty for a block that is no test.</summary>
    public string Kind => Info.Split(' ') is [_, ("bad" or "good" or "fixed" or "output") and { } kind, ..] ? kind : "";

    /// <summary>The name of a further file of the example before it, <c>file=config.yaml</c>; null for the first file of an example.</summary>
    public string? File =>
        Info.Split(' ').FirstOrDefault(w => w.StartsWith("file=", StringComparison.Ordinal)) is { } word ? word["file=".Length..] : null;

    /// <summary>Options of <c>scan</c> that the example needs.</summary>
    public string[] Options =>
        [.. Info.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2..].Where(w => !w.StartsWith("file=", StringComparison.Ordinal))];
}

/// <summary>A file of an example.</summary>
/// <param name="Name">Its name; also its path in reports.</param>
/// <param name="Text">Its text.</param>
internal sealed record PageFile(string Name, string Text);

/// <summary>What a page calls bad or good: one file, or several that stand in one folder.</summary>
/// <param name="Kind"><c>bad</c> or <c>good</c>.</param>
/// <param name="Files">The files; the first is <c>bad.yaml</c> or <c>good.yaml</c>.</param>
/// <param name="Options">Options of <c>scan</c> that it needs.</param>
/// <param name="FirstLine">1-based line of its first fence in the page.</param>
/// <param name="LastLine">1-based line of its last closing fence.</param>
internal sealed record PageExample(string Kind, ImmutableArray<PageFile> Files, string[] Options, int FirstLine, int LastLine);

/// <summary>The pages in <c>rules/</c> as a reader of the repository sees them.</summary>
internal static class RulePages
{
    public static readonly string Folder = Path.Combine(VectorFiles.RepositoryRoot(), "rules");

    /// <summary>The names of the pages, sorted.</summary>
    public static IReadOnlyList<string> FileNames { get; } =
    [.. Directory.EnumerateFiles(Folder, "*.md").Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];

    public static string Text(string fileName) => File.ReadAllText(Path.Combine(Folder, fileName)).ReplaceLineEndings("\n");

    public static RulePage Parse(string fileName) => RulePage.Parse(fileName, Text(fileName));

    /// <summary>The fenced blocks of a Markdown text in order.</summary>
    public static IReadOnlyList<PageBlock> Blocks(string text)
    {
        string[] lines = text.Split('\n');
        var blocks = new List<PageBlock>();
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal))
                continue;
            int end = Array.IndexOf(lines, "```", i + 1);
            if (end < 0)
                throw new FormatException($"line {i + 1}: a fence is not closed");
            blocks.Add(new PageBlock(lines[i][3..], string.Concat(lines[(i + 1)..end].Select(l => l + "\n")), i + 1, end + 1));
            i = end;
        }
        return blocks;
    }

    /// <summary>The examples of a page in order; blocks that name a file belong to the example before them.</summary>
    public static IReadOnlyList<PageExample> Examples(string text)
    {
        var examples = new List<PageExample>();
        foreach (var block in Blocks(text))
        {
            if (block.Kind is "output" or "fixed" && !examples.Exists(e => e.Kind == "bad"))
                throw new FormatException($"line {block.FirstLine}: nothing bad comes before");
            if (block.Kind is not ("bad" or "good"))
                continue;
            if (block.File is not { } name)
                examples.Add(
                    new(block.Kind, [new PageFile($"{block.Kind}.yaml", block.Text)], block.Options, block.FirstLine, block.LastLine)
                );
            else if (examples.Count > 0 && examples[^1] is { } last && last.Kind == block.Kind)
                examples[^1] = last with { Files = last.Files.Add(new PageFile(name, block.Text)), LastLine = block.LastLine };
            else
                throw new FormatException($"line {block.FirstLine}: no {block.Kind} example comes before");
        }
        return examples;
    }

    /// <summary>The page with other outputs and repairs behind its bad examples.</summary>
    /// <param name="text">The page.</param>
    /// <param name="answer">The output of an example, and the files that repairs changed.</param>
    public static string Rewrite(string text, Func<PageExample, (string Output, IEnumerable<PageFile> Fixed)> answer)
    {
        var blocks = Blocks(text);
        string[] lines = text.Split('\n');
        var written = new List<string>();
        int copied = 0;
        foreach (var example in Examples(text).Where(e => e.Kind == "bad"))
        {
            written.AddRange(lines[copied..example.LastLine]);
            copied = example.LastLine;
            foreach (var block in blocks.SkipWhile(b => b.FirstLine < copied).TakeWhile(b => b.Kind is "output" or "fixed"))
                copied = block.LastLine;
            var (output, repaired) = answer(example);
            Add("text output", output);
            foreach (var file in repaired)
                Add(file.Name == example.Files[0].Name ? "yaml fixed" : $"yaml fixed file={file.Name}", file.Text);
        }
        written.AddRange(lines[copied..]);
        return string.Join('\n', written);

        void Add(string info, string content)
        {
            written.Add("```" + info);
            written.AddRange(content.TrimEnd('\n').Split('\n'));
            written.Add("```");
        }
    }
}
