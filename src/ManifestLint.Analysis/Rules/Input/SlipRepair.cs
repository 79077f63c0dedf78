using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Input;

/// <summary>
/// What to write in place of an amount in the wrong unit. An edit leaves the pair of request and limit one that the API server takes; where it would
/// not, the bound is named and nothing is edited.
/// </summary>
internal static class SlipRepair
{
    /// <summary>The finding with its fix, or with what to write.</summary>
    /// <param name="finding">The finding at the amount.</param>
    /// <param name="quantity">The amount.</param>
    /// <param name="meant">The amount in the unit that was surely meant; null where that is not sure.</param>
    /// <param name="pod">What holds it; null for another object.</param>
    /// <param name="meantOf">The same for another amount of the container; null for one that is no slip.</param>
    /// <param name="editor">The editor.</param>
    public static Finding With(
        Finding finding,
        PodQuantity quantity,
        string? meant,
        PodSpec? pod,
        Func<Field<ResourceQuantity>, string?> meantOf,
        YamlEditor editor
    )
    {
        if (meant is null || ResourceQuantity.Parse(meant) is not { } value)
            return finding;
        string title = $"{quantity.What} {meant}";
        var edit = editor.Replace(quantity.Field.Node, meant);
        if (quantity.Tiny?.Below is { } below && below.Value > value)
            return finding with
            {
                Remedy = Remedy.Told($"{quantity.What} of at least {below.Text} (the {below.Key}); {meant} would be below it"),
            };
        if (!quantity.IsContainerResource || pod is null)
            return finding with { Remedy = Remedy.Unsafe(title, edit) };
        if (quantity.Container is not null && Known(pod.Resources.Limits[quantity.Resource]) is { } ofPod && ofPod.Value < value)
            return finding with
            {
                Remedy = Remedy.Told($"{quantity.What} of at most {ofPod.Text} (the pod-level limit); {meant} would be above it"),
            };
        var resources = quantity.Container?.Resources ?? pod.Resources;
        var other = (quantity.IsLimit ? resources.Requests : resources.Limits)[quantity.Resource];
        if (Known(other) is not { } written)
            return finding with { Remedy = Remedy.Unsafe(title, edit) };
        string? otherMeant = meantOf(other);
        var (text, bound) = otherMeant is not null && ResourceQuantity.Parse(otherMeant) is { } repaired ? (otherMeant, repaired) : written;
        if (IsUpsideDown(bound))
        {
            return finding with
            {
                Remedy = Remedy.Told(
                    quantity.IsLimit
                        ? $"{quantity.What} of at least {text} (the request); {meant} would be below it"
                        : $"{quantity.What} of at most {text} (the limit); {meant} would be above it"
                ),
            };
        }
        // The other is a slip, too, and in its way.
        if (IsUpsideDown(written.Value))
        {
            string otherNoun = quantity.IsLimit ? "request" : "limit";
            return finding with
            {
                Remedy = Remedy.Unsafe(
                    $"{quantity.What} {meant} and {quantity.Resource} {otherNoun} {text}",
                    edit,
                    editor.Replace(other.Node, text)
                ),
            };
        }
        return finding with { Remedy = Remedy.Unsafe(title, edit) };

        bool IsUpsideDown(ResourceQuantity than) => quantity.IsLimit ? value < than : value > than;
    }

    private static (string Text, ResourceQuantity Value)? Known(Field<ResourceQuantity> field) =>
        field.IsKnown(out var value) && !value.IsNegative ? (field.Text.Trim(), value) : null;
}
