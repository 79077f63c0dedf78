using ManifestLint.Composition.Merging;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>A value of an object that <c>$(NAME)</c> stands for.</summary>
internal sealed record Variable(string Name, string FieldPath, Location Place);

/// <summary>What a kustomization has gathered so far.</summary>
internal sealed class Accumulated
{
    public ResourceSet Set { get; } = new();

    public TransformerConfig Config { get; set; } = TransformerConfig.Empty;

    public Dictionary<string, Variable> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>Something that would be in it could not be had; null if it is whole. What is looked for in vain may be there then.</summary>
    public CompositionGap? Missing { get; set; }

    /// <summary>Everything in it may be changed by something that could not be had.</summary>
    public void Doubt(CompositionGap gap)
    {
        Missing ??= gap;
        foreach (var resource in Set.All)
            resource.Gap ??= gap;
    }

    /// <summary>Takes in what another has gathered.</summary>
    /// <exception cref="RefusalException">Both have an object or a variable of one name.</exception>
    public void Take(Accumulated other, Location place)
    {
        Set.AddAll(other.Set);
        Config = Config.Merge(other.Config, place);
        Missing ??= other.Missing;
        foreach (var variable in other.Variables.Values)
            Add(variable);
    }

    public void Add(Variable variable)
    {
        if (!Variables.TryAdd(variable.Name, variable))
            throw new RefusalException(variable.Place, RefusalKind.VariableTwice, variable.Name);
    }
}
