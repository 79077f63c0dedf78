namespace ManifestLint.Programs;

/// <summary>What there is more of than is looked at, so that something of an object stays unknown (contracts.md C8).</summary>
public enum PastLimit
{
    /// <summary>Steps of a script, or its depth.</summary>
    ScriptSteps,

    /// <summary>Ways through a script.</summary>
    ScriptWays,

    /// <summary>Rounds of a loop.</summary>
    LoopRounds,

    /// <summary>Files that files of options include.</summary>
    OptionFiles,

    /// <summary>Resources that a container names.</summary>
    Resources,

    /// <summary>LimitRanges whose defaults differ.</summary>
    Defaults,

    /// <summary>LimitRanges of a namespace.</summary>
    LimitRanges,

    /// <summary>ResourceQuotas of a namespace.</summary>
    ResourceQuotas,

    /// <summary>Objects of one name.</summary>
    Namesakes,
}

/// <summary>What is said of each.</summary>
internal static class PastLimitText
{
    /// <summary>A clause for people: what there is too much of, and what is unknown therefore.</summary>
    public static string Text(this PastLimit limit) =>
        limit switch
        {
            PastLimit.ScriptSteps => "a script of it is too long or too deep to be followed, so what it starts is unknown",
            PastLimit.ScriptWays => "a script of it has too many ways through it, so what it starts is unknown",
            PastLimit.LoopRounds => "a loop of a script of it has too many rounds, so what comes of it is unknown",
            PastLimit.OptionFiles => "its files of options include too many others, so some options are unknown",
            PastLimit.Resources => "a container names too many resources, so some amounts are unknown",
            PastLimit.Defaults => "too many LimitRanges give other defaults, so what comes of their order is unknown",
            PastLimit.LimitRanges => "the LimitRanges of its namespace are too many to be looked at, so what they do is unknown",
            PastLimit.ResourceQuotas => "the ResourceQuotas of its namespace are too many to be looked at, so what they do is unknown",
            PastLimit.Namesakes => "objects of one name are too many to be told apart, so which of them it uses is unknown",
            _ => throw new ArgumentOutOfRangeException(nameof(limit), limit, null),
        };
}
