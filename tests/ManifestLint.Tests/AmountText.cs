using System.Text.Json;
using ManifestLint.Amounts;
using ManifestLint.Quantities;

namespace ManifestLint.Tests;

/// <summary>Amounts by resource as one text, so that a vector and a fact compare by value: <c>cpu=500m memory=1024000m</c>, in thousandths.</summary>
internal static class AmountText
{
    /// <summary>A map from resource to quantity, as a manifest has it.</summary>
    public static string Of(JsonElement map) =>
        string.Join(
            ' ',
            map.EnumerateObject()
                .OrderBy(p => p.Name, StringComparer.Ordinal)
                .Select(p => $"{p.Name}={ResourceQuantity.Parse(p.Value.GetString())!.Value.ToStored().Milli}m")
        );

    /// <summary>The section <c>requests</c> or <c>limits</c>; empty if it is absent.</summary>
    public static string Of(JsonElement resources, string section) => resources.TryGetProperty(section, out var map) ? Of(map) : "";

    /// <summary>Requests and limits.</summary>
    public static string OfBoth(JsonElement resources) => $"{Of(resources, "requests")} / {Of(resources, "limits")}";

    /// <summary>Amounts of a fact; one that cannot be known is so called.</summary>
    public static string Of(ResourceAmounts amounts) =>
        string.Join(
            ' ',
            amounts
                .Entries.OrderBy(e => e.Key, StringComparer.Ordinal)
                .Select(e => $"{e.Key}={(e.Value.IsKnown ? e.Value.Value.Milli + "m" : e.Value.State.ToString())}")
        );

    /// <summary>Requests and limits.</summary>
    public static string OfBoth(ResourceAmounts requests, ResourceAmounts limits) => $"{Of(requests)} / {Of(limits)}";
}
