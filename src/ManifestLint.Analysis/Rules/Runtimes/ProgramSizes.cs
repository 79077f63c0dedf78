namespace ManifestLint.Rules.Runtimes;

// Of each kind of program its rules about sizes, by the table in SizeRules.cs: they have names and pages of their own, and what they say of it are its
// demands.

/// <summary>What teams may decide about ML3001.</summary>
public sealed record JvmHeapAboveBudgetOptions
{
    /// <summary>The share of the memory limit, in percent, up to which a heap is fine; above 0 and at most 100.</summary>
    public decimal Percent { get; init; } = 75;
}

/// <summary>ML3001 jvm-heap-above-budget.</summary>
/// <param name="options">How much is fine.</param>
public sealed class JvmHeapAboveBudget(JvmHeapAboveBudgetOptions options) : AboveBudgetRule("ML3001", options.Percent);

/// <summary>ML3002 jvm-heap-at-limit.</summary>
/// <param name="budget">What would be fine, for its fix.</param>
public sealed class JvmHeapAtLimit(JvmHeapAboveBudgetOptions budget) : AtLimitRule("ML3002", budget.Percent);

/// <summary>ML3003 jvm-memory-above-limit.</summary>
/// <param name="budget">What ML3001 would leave.</param>
public sealed class JvmMemoryAboveLimit(JvmHeapAboveBudgetOptions budget) : TogetherRule("ML3003", budget.Percent);

/// <summary>ML3005 jvm-heap-from-node.</summary>
public sealed class JvmHeapFromNode() : UnboundedRule("ML3005");

/// <summary>ML3101 node-heap-above-budget.</summary>
public sealed class NodeHeapAboveBudget() : AboveBudgetRule("ML3101");

/// <summary>ML3102 node-heap-at-limit.</summary>
public sealed class NodeHeapAtLimit() : AtLimitRule("ML3102");

/// <summary>ML3105 node-default-heap-above-limit.</summary>
public sealed class NodeDefaultHeapAboveLimit() : UnboundedRule("ML3105");

/// <summary>ML3201 go-memory-limit-above-budget.</summary>
public sealed class GoMemoryLimitAboveBudget() : AboveBudgetRule("ML3201");

/// <summary>ML3205 go-memory-limit-from-node.</summary>
public sealed class GoMemoryLimitFromNode() : UnboundedRule("ML3205");

/// <summary>ML3301 dotnet-heap-above-budget.</summary>
public sealed class DotnetHeapAboveBudget() : AboveBudgetRule("ML3301");

/// <summary>ML3302 dotnet-heap-at-limit.</summary>
public sealed class DotnetHeapAtLimit() : AtLimitRule("ML3302");

/// <summary>ML3401 server-memory-above-budget.</summary>
public sealed class ServerMemoryAboveBudget() : AboveBudgetRule("ML3401");

/// <summary>ML3402 server-memory-at-limit.</summary>
public sealed class ServerMemoryAtLimit() : AtLimitRule("ML3402");

/// <summary>ML3405 server-memory-unbounded.</summary>
public sealed class ServerMemoryUnbounded() : UnboundedRule("ML3405");
