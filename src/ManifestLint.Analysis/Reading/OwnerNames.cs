using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Reading;

/// <summary>
/// Who may own an object of the scan, by name: nothing need be remembered of others. Names are taken while texts are skimmed, by any thread.
/// </summary>
public sealed class OwnerNames
{
    // Of a dump of a cluster the names are not worth a second reading.
    private const int LongestText = 1 << 20;

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private volatile bool _isOpen;
    private volatile bool _isEmpty = true;

    /// <summary>True if no object has an owner.</summary>
    public bool IsEmpty => _isEmpty;

    /// <summary>Takes the names of the owners of a text's objects.</summary>
    public void Add(SourceText text)
    {
        if (_isOpen || !Skim.MayHoldOwned(text.Text))
            return;
        _isEmpty = false;
        if (text.Text.Length > LongestText)
        {
            _isOpen = true;
            return;
        }
        int index = 0;
        foreach (var span in YamlDocuments.Cut(text))
        {
            foreach (var manifest in Manifest.Split(UnknownValues.ReadDocument(text, span, index++)))
            {
                if (manifest.Controller is { Name: var name })
                    Add(name);
            }
        }
    }

    /// <summary>True if an object of this name may own another one.</summary>
    public bool MayOwn(string name) => _isOpen || _names.Contains(name);

    // A ReplicaSet is named after its Deployment, which is all that its pods tell of that.
    private void Add(string name)
    {
        lock (_names)
        {
            for (int end = name.Length; end > 0; end = name.LastIndexOf('-', end - 1))
                _names.Add(name[..end]);
        }
    }
}
