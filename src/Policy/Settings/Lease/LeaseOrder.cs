namespace Twofold.Policies;

/// <summary>
/// A lease locks before it wipes. One policy that says otherwise is refused. Where it comes about by merging, the lock is brought
/// forward to the wipe, which is stricter for both.
/// </summary>
internal static class LeaseOrder
{
    /// <summary>The wipe that is shorter than the lock in the same policy, or null.</summary>
    public static PolicyStatement? Check(IReadOnlyCollection<PolicyStatement> statements)
    {
        var wipe = statements.FirstOrDefault(s => s.Setting == LeaseOfflineWipe.Instance);
        var locks = statements.FirstOrDefault(s => s.Setting == LeaseOfflineLock.Instance);
        return wipe is not null && locks is not null && IsShorter(wipe.Text, locks.Text) ? wipe : null;
    }

    /// <summary>Whether a wipe after the first text comes before a lock after the second.</summary>
    public static bool IsShorter(string wipe, string locks) =>
        LeaseOfflineWipe.Instance.Parse(wipe).Value < LeaseOfflineLock.Instance.Parse(locks).Value;
}
