using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Linting;

/// <summary>How parts of a file can be gone through side by side.</summary>
/// <param name="Hands">Who does it.</param>
/// <param name="InPart">Calls back with the work whose results go to the outcome of a part. Called on any thread.</param>
internal sealed record FileSharing(Hands Hands, Action<FileOutcome, Action<FileWork>> InPart);

/// <summary>
/// Goes through a long file on several threads: the objects of a large list, and documents, so many at a time. What comes out is what one thread comes to: parts
/// are added in their order, and one that spent what those before it had left no more is gone through again with what they left.
/// </summary>
/// <param name="all">The file as a whole.</param>
/// <param name="sharing">How it is shared.</param>
internal sealed class SharedFile(FilePart all, FileSharing sharing)
{
    /// <summary>From how many UTF-16 units on a text is worth it.</summary>
    public const int LeastLength = 1 << 20;

    // Documents, or items of a list.
    private const int PartSize = 16;

    // A document that is larger, or so much of the text, is shared out by its items. Others are read side by side, and so many of them are held at once.
    private const int LargeDocument = 4 << 20;
    private const int LargeShare = 8;

    // What a part may cost before it is known what those before it leave: more than any real file. Nobody pays more than that twice.
    private const long MostAhead = 200_000;

    /// <summary>Goes through it.</summary>
    public void Run()
    {
        // Before several ask.
        _ = all.Text.Lines;
        int large = Math.Min(LargeDocument, all.Text.Text.Length / LargeShare),
            index = 0;
        var small = new List<TextSpan>();
        foreach (var span in YamlDocuments.Cut(all.Text))
        {
            if (span.Length < large)
            {
                small.Add(span);
            }
            else
            {
                Documents(small, index - small.Count);
                small.Clear();
                Document(span, index);
            }
            index++;
        }
        Documents(small, index - small.Count);
    }

    private void Documents(List<TextSpan> spans, int first) =>
        Share(spans.Count, (part, work, from, to) => part.Documents(spans[from..to], first + from, work));

    private void Document(TextSpan span, int index)
    {
        YamlDocument? document = null;
        all.Add(Part((part, work) => document = part.Document(span, index, work), long.MaxValue));
        if (document is null)
            return;
        if (Manifest.SplitItems(document) is { } items)
            Share(items.Count, (part, work, from, to) =>
            {
                for (int i = from; i < to; i++)
                    part.Objects(items.Of(i), work);
            });
        else
            all.Add(Part((part, work) => part.Objects(Manifest.Split(document), work), long.MaxValue));
    }

    private void Share(int count, Action<FilePart, FileWork, int, int> go)
    {
        var parts = new FilePart?[(count + PartSize - 1) / PartSize];
        int added = 0;
        var gate = new Lock();
        SideBySide.For(0, parts.Length, sharing.Hands, i =>
        {
            var part = Part(Round(i), MostAhead);
            lock (gate)
            {
                parts[i] = part;
                while (added < parts.Length && parts[added] is { } next)
                {
                    all.Add(all.Takes(next) ? next : Part(Round(added), long.MaxValue));
                    parts[added++] = null;
                }
            }
        });

        Action<FilePart, FileWork> Round(int i) => (part, work) => go(part, work, i * PartSize, Math.Min(count, (i + 1) * PartSize));
    }

    private FilePart Part(Action<FilePart, FileWork> go, long most)
    {
        var part = all.Next(most);
        sharing.InPart(part.Outcome, work => part.Go(() => go(part, work)));
        return part;
    }
}
