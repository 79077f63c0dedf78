using ManifestLint.Manifests;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Composition.Merging;

/// <summary>
/// What a replacement or a variable takes out of an object. Out of a Secret no other object gets more than may be told: there nothing knows any more whence a
/// text came, and names, images and labels are printed everywhere.
/// </summary>
/// <param name="whole">The value.</param>
/// <param name="isSecret">True if a Secret holds it, wherever it is written.</param>
internal sealed class CarriedValue(Tree whole, bool isSecret)
{
    private const string Secret = "Secret";

    /// <summary>Where it is written.</summary>
    public Location Place => whole.Place;

    /// <summary>What every object gets that is not a Secret.</summary>
    public Tree Told { get; } = Tell(whole, isSecret);

    /// <summary>What is found at a path of an object of a kind, or a part of it.</summary>
    public static CarriedValue Of(string kind, List<string> path, Tree value) => new(value, kind == Secret && !IsShown(path));

    /// <summary>What an object of a kind gets at a path.</summary>
    public Tree For(string kind, List<string> path) => kind == Secret && path is ["data" or "stringData", ..] ? whole : Told;

    private static bool IsShown(List<string> path) =>
        path is ["apiVersion" or "kind" or "type" or "immutable", ..] or ["metadata", "name" or "namespace"];

    private static Tree Tell(Tree value, bool isSecret)
    {
        if (value.Scalar is { } scalar)
        {
            if (value.IsNull || !(isSecret || SecretText.Holds(scalar.Location)) || SecretText.MayBeCarried(scalar.Value))
                return value;
            var hidden = new Tree(scalar);
            hidden.Rewrite(Placeholder.Unknown, scalar.Location);
            return hidden;
        }
        var copy = value.Copy();
        foreach (var branch in copy.IsMapping ? copy.Branches : [])
            branch.Value = Tell(branch.Value, isSecret);
        for (int i = 0; copy.IsSequence && i < copy.Items.Count; i++)
            copy.Items[i] = Tell(copy.Items[i], isSecret);
        return copy;
    }
}
