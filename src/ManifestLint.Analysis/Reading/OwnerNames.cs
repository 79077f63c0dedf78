using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Reading;

/// <summary>
/// Who may own an object of the scan, by name or uid: nothing need be remembered of others. Names are taken while texts are skimmed, by any thread.
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
        var documents = YamlDocuments.Cut(text);
        for (int i = 0; i < documents.Length; i++)
        {
            var span = documents[i];
            if (!Skim.MayHoldOwned(text.Text.AsSpan(span.Start, span.Length)))
                continue;
            bool isObject = false;
            foreach (var manifest in Manifest.Split(UnknownValues.ReadDocument(text, span, i)))
            {
                isObject |= manifest.Group != "kustomize.config.k8s.io";
                if (manifest.Controller is { } controller)
                    Add(controller);
            }
            // A patch may write owners into any object.
            _isOpen |= !isObject;
        }
    }

    /// <summary>True if an object of this name or uid may own another one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="uid">Its uid; null if it has none.</param>
    public bool MayOwn(string name, string? uid)
    {
        if (_isOpen)
            return true;
        lock (_names)
            return _names.Contains(name) || (uid is not null && _names.Contains(uid));
    }

    // A ReplicaSet is named after its Deployment, which is all that its pods tell of that.
    private void Add(OwnerReference controller)
    {
        lock (_names)
        {
            for (int end = controller.Name.Length; end > 0; end = controller.Name.LastIndexOf('-', end - 1))
                _names.Add(controller.Name[..end]);
            if (controller.Uid is { } uid)
                _names.Add(uid);
        }
    }
}
