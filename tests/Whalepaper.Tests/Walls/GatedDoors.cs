using Whalepaper.Members.Access;

namespace Whalepaper.Tests.Walls;

/// <summary>The doors that are not for everybody, with what one must be allowed to do. One that is added elsewhere must be added here.</summary>
internal static class GatedDoors
{
    /// <summary>Pages, files and commands for forms.</summary>
    private static readonly (string Pattern, string Method, Act Act)[] ofPages =
    [
        ("/sign-in", "GET", Act.Enter), ("/sign-in", "POST", Act.Enter), ("/sign-in", "DELETE", Act.KeepOwnAccount),
        ("/sign-in/code", "GET", Act.Enter), ("/sign-in/code", "POST", Act.Enter),
        ("/sign-in/links/{Key}", "GET", Act.Enter), ("/sign-in/links/{key}", "POST", Act.Enter),
        ("/sign-in/passkey", "POST", Act.Enter), ("/sign-in/passkey/challenge", "POST", Act.Enter),
        ("/join", "GET", Act.Enter), ("/join", "POST", Act.Enter), ("/join/{Key}", "GET", Act.Enter), ("/join/{key}", "POST", Act.Enter),
        ("/set-up/{Key}", "GET", Act.Enter), ("/set-up/{key}", "POST", Act.Enter),
        ("/password-reset", "GET", Act.Enter), ("/password-reset", "POST", Act.Enter),
        ("/password-reset/{Account:int}", "GET", Act.Enter), ("/password-reset/{account:int}", "POST", Act.Enter),
        ("/invitations/{Key}", "GET", Act.Read), ("/invitations/{key}", "POST", Act.KeepOwnAccount),
        ("/answers/{Key}", "GET", Act.Read), ("/answers/{key}/confirmation", "POST", Act.Read),
        ("/me", "GET", Act.KeepOwnAccount), ("/me", "DELETE", Act.KeepOwnAccount),
        ("/me/profile", "GET", Act.KeepOwnAccount), ("/me/keys", "GET", Act.KeepOwnAccount), ("/me/data", "GET", Act.KeepOwnAccount), ("/me/data.zip", "GET", Act.KeepOwnAccount),
        ("/me/tokens", "POST", Act.KeepOwnAccount),
        ("/me/account", "GET", Act.KeepOwnAccount), ("/me/account/password", "PUT", Act.KeepOwnAccount),
        ("/me/account/address", "POST", Act.KeepOwnAccount), ("/me/account/address", "DELETE", Act.KeepOwnAccount),
        ("/me/account/address/{Key}", "GET", Act.KeepOwnAccount), ("/me/account/address/{key}", "POST", Act.KeepOwnAccount),
        ("/me/account/second-factor", "GET", Act.KeepOwnAccount), ("/me/account/second-factor", "POST", Act.KeepOwnAccount), ("/me/account/second-factor", "DELETE", Act.KeepOwnAccount),
        ("/me/account/recovery-codes", "POST", Act.KeepOwnAccount),
        ("/me/account/passkeys", "POST", Act.KeepOwnAccount), ("/me/account/passkeys/challenge", "POST", Act.KeepOwnAccount),
        ("/me/account/passkeys/{id}", "PUT", Act.KeepOwnAccount), ("/me/account/passkeys/{id}", "DELETE", Act.KeepOwnAccount),
        ("/me/account/sign-ins", "DELETE", Act.KeepOwnAccount), ("/me/account/sign-ins/{id:int}", "DELETE", Act.KeepOwnAccount),
        ("/desk", "GET", Act.DoCommitteeWork), ("/topics/{Number:int}/board", "GET", Act.DoCommitteeWork),
        ("/topics/{Number:int}/{Code}/proposals", "GET", Act.TakePart), ("/proposals/likenesses", "GET", Act.TakePart), ("/topics/{Number:int}/{Code}/order", "GET", Act.DoCommitteeWork),
        ("/topics/{Number:int}/{Code}/claim", "GET", Act.AskForTalk), ("/me/dates", "GET", Act.KeepOwnAccount),
        ("/talks/{Id:int}/confirmation", "GET", Act.TakePart), ("/talks/{Id:int}/handover", "GET", Act.TakePart), ("/talks/{Id:int}/prepare", "GET", Act.TakePart),
        ("/materials/{Id:int}", "GET", Act.TakePart), ("/meetings/{id:int}/live", "GET", Act.TakePart),
        ("/meetings/{Id:int}/check-in", "GET", Act.TakePart), ("/meetings/{Id:int}/code", "GET", Act.TakePart), ("/meetings/{Id:int}/attendance", "GET", Act.TakePart),
        ("/questions/{Id:int}/answer", "GET", Act.TakePart), ("/talks/{Id:int}/feedback", "GET", Act.TakePart),
        ("/meetings/{Id:int}/links", "GET", Act.TakePart), ("/meetings/{Id:int}/minutes", "GET", Act.TakePart), ("/meetings/{Id:int}/minutes/edit", "GET", Act.TakePart),
        ("/meetings/{Id:int}/minutes/versions", "GET", Act.TakePart), ("/meetings/{id:int}/minutes/edit", "PUT", Act.TakePart),
        ("/audit", "GET", Act.ReadAudit), ("/audit.csv", "GET", Act.ReadAudit),
        ("/settings", "GET", Act.RunInstallation), ("/settings/tracks", "GET", Act.RunInstallation), ("/settings/outline", "GET", Act.RunInstallation),
        ("/settings/values", "GET", Act.RunInstallation), ("/settings/people", "GET", Act.RunInstallation),
        ("/charter/import", "GET", Act.RunInstallation), ("/outbox", "GET", Act.RunInstallation), ("/settings/mail", "GET", Act.RunInstallation),
        ("/settings/channels", "GET", Act.RunInstallation), ("/settings/channels/{Id:int}", "GET", Act.RunInstallation), ("/api/v1/channels", "GET", Act.RunInstallation),
        ("/notices/new", "GET", Act.SendNotices), ("/notices/drafts", "GET", Act.SendNotices), ("/notices/templates", "GET", Act.SendNotices),
        ("/notices/{Id:int}/edit", "GET", Act.SendNotices), ("/notices/{Id:int}/history", "GET", Act.SendNotices), ("/notices/{Id:int}/cancellation", "GET", Act.SendNotices), ("/notices/new", "POST", Act.SendNotices), ("/notices/{id:int}/edit", "PUT", Act.SendNotices),
        ("/me/inbox", "GET", Act.KeepOwnAccount), ("/me/notifications", "GET", Act.KeepOwnAccount), ("/api/v1/me/notifications", "GET", Act.KeepOwnAccount), ("/unsubscribe/{Token}", "GET", Act.Read), ("/api/v1/me/inbox", "GET", Act.KeepOwnAccount),
        ("/deliveries/{id:int}/reading", "POST", Act.RunInstallation), ("/me/account/address/pause", "DELETE", Act.KeepOwnAccount),
    ];

    /// <summary>The way over a provider, where one is set up.</summary>
    private static readonly (string Pattern, string Method, Act Act)[] ofProvider =
    [
        ("/sign-in/provider", "POST", Act.Enter), ("/sign-in/provider/back", "GET", Act.Read),
        ("/me/account/provider", "POST", Act.KeepOwnAccount), ("/me/account/provider", "DELETE", Act.KeepOwnAccount),
    ];

    /// <summary>Commands for forms and, at the same path of the API, for programs.</summary>
    private static readonly (string Pattern, string Method, Act Act)[] ofBoth =
    [
        ("/me/profile", "PUT", Act.KeepOwnAccount), ("/me/calendar-key", "POST", Act.KeepOwnAccount), ("/me/calendar-key", "DELETE", Act.KeepOwnAccount),
        ("/me/tokens/{id:int}", "DELETE", Act.KeepOwnAccount),
        ("/members/{handle}/claims", "POST", Act.ClaimProfile), ("/claims/{id:int}", "DELETE", Act.ClaimProfile),
        ("/claims/{id:int}/grant", "POST", Act.DoCommitteeWork), ("/claims/{id:int}/refusal", "POST", Act.DoCommitteeWork),
        ("/topics/{number:int}/{code}/proposals", "POST", Act.TakePart), ("/proposals/{id:int}", "DELETE", Act.TakePart),
        ("/proposals/{id:int}/acceptance", "POST", Act.DoCommitteeWork), ("/proposals/{id:int}/refusal", "POST", Act.DoCommitteeWork),
        ("/topics/{number:int}/{code}/papers/{paper:int}/wish", "PUT", Act.TakePart), ("/topics/{number:int}/{code}/papers/{paper:int}/wish", "DELETE", Act.TakePart),
        ("/topics/{number:int}/{code}/order", "PUT", Act.DoCommitteeWork), ("/topics/{number:int}/{code}/talks", "POST", Act.AskForTalk),
        ("/talks/{id:int}/waiting", "PUT", Act.AskForTalk), ("/talks/{id:int}/waiting", "DELETE", Act.TakePart),
        ("/meetings/{id:int}/standby", "PUT", Act.ClaimPaper), ("/meetings/{id:int}/standby", "DELETE", Act.TakePart),
        ("/meetings/{id:int}/session", "POST", Act.TakePart), ("/meetings/{id:int}/session", "DELETE", Act.TakePart), ("/meetings/{id:int}/session/reopening", "POST", Act.TakePart),
        ("/meetings/{id:int}/session/extension", "POST", Act.TakePart), ("/meetings/{id:int}/session/code", "POST", Act.TakePart), ("/meetings/{id:int}/session/place", "PUT", Act.TakePart),
        ("/meetings/{id:int}/attendance", "POST", Act.TakePart), ("/meetings/{id:int}/attendance/{handle}", "PUT", Act.TakePart), ("/meetings/{id:int}/attendance/{handle}", "DELETE", Act.TakePart),
        ("/talks/{id:int}/presenters/{handle}/absence", "PUT", Act.TakePart), ("/talks/{id:int}/presenters/{handle}/absence", "DELETE", Act.TakePart), ("/talks/{id:int}/presenters/{handle}/replacement", "POST", Act.TakePart),
        ("/meetings/{id:int}/coming", "PUT", Act.TakePart), ("/meetings/{id:int}/join-link", "PUT", Act.DoCommitteeWork), ("/meetings/{id:int}/join-link", "DELETE", Act.DoCommitteeWork),
        ("/tracks/{code}/join-link", "PUT", Act.RunInstallation), ("/tracks/{code}/join-link", "DELETE", Act.RunInstallation),
        ("/meetings/{id:int}/recording", "PUT", Act.TakePart), ("/meetings/{id:int}/recording", "DELETE", Act.TakePart), ("/meetings/{id:int}/minutes", "PUT", Act.TakePart),
        ("/me/dates", "POST", Act.KeepOwnAccount), ("/me/dates/{id:int}", "DELETE", Act.KeepOwnAccount),
        ("/talks/{id:int}/confirmation", "POST", Act.TakePart), ("/talks/{id:int}/meeting", "PUT", Act.TakePart),
        ("/talks/{id:int}/preparation", "PUT", Act.TakePart), ("/talks/{id:int}/presenters", "POST", Act.TakePart), ("/talks/{id:int}/presenters/{handle}", "DELETE", Act.TakePart),
        ("/talks/{id:int}/handovers", "POST", Act.TakePart), ("/handovers/{id:int}", "DELETE", Act.TakePart),
        ("/handovers/{id:int}/acceptance", "POST", Act.AskForTalk), ("/handovers/{id:int}/refusal", "POST", Act.TakePart),
        ("/handovers/{id:int}/agreement", "POST", Act.DoCommitteeWork), ("/handovers/{id:int}/objection", "POST", Act.DoCommitteeWork),
        ("/talks/{id:int}/acceptance", "POST", Act.DoCommitteeWork), ("/talks/{id:int}/cancellation", "POST", Act.DoCommitteeWork),
        ("/talks/{id:int}/withdrawal", "POST", Act.TakePart), ("/talks/{id:int}/giving", "POST", Act.DoCommitteeWork), ("/talks/{id:int}/absence", "POST", Act.DoCommitteeWork),
        ("/talks/{id:int}/materials", "POST", Act.TakePart), ("/talks/{id:int}/files", "POST", Act.TakePart), ("/materials/{id:int}", "PUT", Act.TakePart), ("/materials/{id:int}", "DELETE", Act.TakePart),
        ("/meetings/{id:int}/questions", "POST", Act.TakePart), ("/questions/{id:int}/vote", "PUT", Act.TakePart), ("/questions/{id:int}/vote", "DELETE", Act.TakePart),
        ("/questions/{id:int}/answer", "PUT", Act.TakePart), ("/questions/{id:int}/answer", "DELETE", Act.TakePart), ("/questions/{id:int}/hiding", "PUT", Act.TakePart), ("/questions/{id:int}/hiding", "DELETE", Act.TakePart),
        ("/talks/{id:int}/parts/{part:int}/tick", "PUT", Act.TakePart), ("/talks/{id:int}/parts/{part:int}/tick", "DELETE", Act.TakePart), ("/talks/{id:int}/parts/{part:int}/coverage", "PUT", Act.TakePart), ("/talks/{id:int}/parts/{part:int}/coverage", "DELETE", Act.TakePart),
        ("/talks/{id:int}/feedback", "PUT", Act.TakePart),
        ("/topics/{number:int}/board/placements", "POST", Act.DoCommitteeWork), ("/topics/{number:int}/board/placements/{entry:int}", "DELETE", Act.DoCommitteeWork),
        ("/topics/{number:int}/board/placements/{entry:int}/pin", "PUT", Act.DoCommitteeWork), ("/topics/{number:int}/board/placements/{entry:int}/pin", "DELETE", Act.DoCommitteeWork),
        ("/topics/{number:int}/board/swaps", "POST", Act.DoCommitteeWork), ("/topics/{number:int}/board/suggestion", "POST", Act.DoCommitteeWork),
        ("/topics/{number:int}/board/steps/last", "DELETE", Act.DoCommitteeWork), ("/topics/{number:int}/board", "DELETE", Act.DoCommitteeWork),
        ("/topics/{number:int}/releases", "POST", Act.DoCommitteeWork),
        ("/members/{handle}/merges", "POST", Act.DoCommitteeWork), ("/merges/{id:int}", "DELETE", Act.DoCommitteeWork),
        ("/members/{handle}/standing", "PUT", Act.RunInstallation), ("/members/{handle}/role", "PUT", Act.RunInstallation),
        ("/invitations", "POST", Act.RunInstallation), ("/invitations/{id:int}", "DELETE", Act.RunInstallation),
        ("/settings/group", "PUT", Act.RunInstallation), ("/settings/values", "PUT", Act.RunInstallation),
        ("/tracks", "POST", Act.RunInstallation), ("/tracks/{code}", "PUT", Act.RunInstallation), ("/outline", "PUT", Act.RunInstallation),
        ("/charter/import", "POST", Act.RunInstallation), ("/deliveries/{id:int}/attempt", "POST", Act.RunInstallation),
        ("/notices", "POST", Act.SendNotices), ("/notices/{id:int}", "PUT", Act.SendNotices), ("/notices/{id:int}", "DELETE", Act.SendNotices),
        ("/notices/{id:int}/edit/approval", "POST", Act.SendNotices), ("/notices/{id:int}/edit", "DELETE", Act.SendNotices),
        ("/notices/{id:int}/approval", "POST", Act.SendNotices), ("/notices/{id:int}/cancellation", "POST", Act.SendNotices),
        ("/notices/{id:int}/pin", "PUT", Act.SendNotices), ("/notices/{id:int}/pin", "DELETE", Act.SendNotices),
        ("/notices/templates/{kind}", "PUT", Act.SendNotices), ("/notices/templates/{kind}", "DELETE", Act.SendNotices),
        ("/me/inbox/{id:int}/reading", "POST", Act.KeepOwnAccount), ("/me/inbox/reading", "POST", Act.KeepOwnAccount), ("/me/notifications", "PUT", Act.KeepOwnAccount),
        ("/settings/mail", "PUT", Act.RunInstallation), ("/settings/mail", "DELETE", Act.RunInstallation), ("/settings/mail/letter", "POST", Act.RunInstallation),
        ("/settings/channels", "POST", Act.RunInstallation), ("/settings/channels/{id:int}", "PUT", Act.RunInstallation), ("/settings/channels/{id:int}", "DELETE", Act.RunInstallation),
        ("/settings/channels/{id:int}/pause", "PUT", Act.RunInstallation), ("/settings/channels/{id:int}/pause", "DELETE", Act.RunInstallation), ("/settings/channels/{id:int}/trial", "POST", Act.RunInstallation),
    ];

    /// <summary>What programs alone ask for.</summary>
    private static readonly (string Pattern, string Method, Act Act)[] ofPrograms =
    [
        ("/api/v1/topics/{number:int}/board", "GET", Act.DoCommitteeWork), ("/api/v1/meetings/{id:int}/minutes", "GET", Act.TakePart), ("/api/v1/meetings/{id:int}/questions", "GET", Act.TakePart),
    ];

    /// <summary>All of them, in a house with a provider.</summary>
    public static IReadOnlyList<(string Pattern, string Method, Act Act)> All { get; } = [.. ofPages, .. ofProvider, .. ofPrograms, .. ofBoth, .. ofBoth.Select(door => ($"/api/v1{door.Pattern}", door.Method, door.Act))];
}
