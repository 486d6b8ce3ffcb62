using Whalepaper.Members.Accounts;

namespace Whalepaper.Members.Access;

/// <summary>Who asks: a visitor, or a member by their browser or by a token.</summary>
/// <param name="MemberId">The member's number; null for a visitor.</param>
/// <param name="Handle">The member's name in addresses.</param>
/// <param name="Name">What the group calls them.</param>
/// <param name="Standing">Where they are on the ladder.</param>
/// <param name="Role">What they do for the group.</param>
/// <param name="SignInId">The sign-in of their browser; null for visitors and tokens.</param>
/// <param name="Scope">What their token may do; null for browsers.</param>
public sealed record Actor(int? MemberId, string Handle, string Name, Standing? Standing, Role Role, int? SignInId, TokenScope? Scope)
{
    /// <summary>Nobody in particular.</summary>
    public static readonly Actor Visitor = new(null, "", "", null, Role.None, null, null);

    /// <summary>Whether it is nobody in particular.</summary>
    public bool IsVisitor => MemberId is null;

    /// <summary>Whether it is this member.</summary>
    public bool Is(int memberId) => MemberId == memberId;
}
