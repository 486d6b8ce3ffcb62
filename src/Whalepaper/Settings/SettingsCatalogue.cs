namespace Whalepaper.Settings;

/// <summary>
/// The values by which the group lives and that its organizer may change: key, default and bounds of each. What each means is said
/// in the texts of this room, under <c>key</c> and <c>key.Says</c>.
/// </summary>
public static class SettingsCatalogue
{
    /// <summary>Whether candidates may come to meetings of the inner group, to listen.</summary>
    public static readonly YesNoSetting CandidatesObserve = new("meetings.candidates-observe", true);

    /// <summary>How many proposals of one member may wait for the committee at a time.</summary>
    public static readonly NumberSetting OpenProposals = new("lists.open-proposals", 5, 1, 50, 1);

    /// <summary>How many talks a meeting has room for.</summary>
    public static readonly NumberSetting TalksAtMeeting = new("talks.at-meeting", 1, 1, 6, 1);

    /// <summary>How many talks one member may have in a topic.</summary>
    public static readonly NumberSetting MostTalks = new("talks.most", 3, 1, 20, 1);

    /// <summary>So many days before a talk, giving it up or handing it over is late.</summary>
    public static readonly NumberSetting LateDays = new("talks.late", 3, 0, 30, 1);

    /// <summary>What the committee has to do with a hand-over.</summary>
    public static readonly ChoiceSetting HandoverRule = new("talks.handover", ["none", "informed", "agrees"], "informed");

    /// <summary>So many days before it, a presenter is reminded to prepare; 0 for never.</summary>
    public static readonly NumberSetting RemindPrepare = new("reminders.prepare", 14, 0, 60, 1);

    /// <summary>So many days before it, a presenter is asked whether the date stands; 0 for never.</summary>
    public static readonly NumberSetting RemindConfirm = new("reminders.confirm", 7, 0, 60, 1);

    /// <summary>So many days before it, who did not say so is asked again, and the committee and the standby hear of it; 0 for never.</summary>
    public static readonly NumberSetting RemindAgain = new("reminders.again", 3, 0, 30, 1);

    /// <summary>So many days before it, the presenter is reminded once more; 0 for never.</summary>
    public static readonly NumberSetting RemindEve = new("reminders.eve", 1, 0, 7, 1);

    /// <summary>So many hours before it, the presenter is reminded for the last time; 0 for never.</summary>
    public static readonly NumberSetting RemindHours = new("reminders.hours", 2, 0, 24, 1);

    /// <summary>So many days before a meeting, who follows its track is reminded; 0 for never.</summary>
    public static readonly NumberSetting AttendDays = new("reminders.attend-days", 1, 0, 7, 1);

    /// <summary>So many hours before a meeting, who follows its track is reminded; 0 for never.</summary>
    public static readonly NumberSetting AttendHours = new("reminders.attend-hours", 1, 0, 24, 1);

    /// <summary>The hour of the reader's day at which reminders fall silent.</summary>
    public static readonly NumberSetting QuietFrom = new("reminders.quiet-from", 22, 0, 23, 1);

    /// <summary>The hour of the reader's day at which they begin again; the same for no quiet hours.</summary>
    public static readonly NumberSetting QuietTo = new("reminders.quiet-to", 8, 0, 23, 1);

    /// <summary>How large an uploaded file may be, in megabytes of 1024 × 1024 bytes.</summary>
    public static readonly NumberSetting FileMegabytes = new("materials.megabytes", 100, 1, 2000, 1);

    /// <summary>Whether somebody else of the committee must read a notice before it goes out.</summary>
    public static readonly YesNoSetting NoticeReview = new("notices.review", false);

    /// <summary>Points for a talk given.</summary>
    public static readonly NumberSetting PointsGiven = new("ledger.given", 10, 0, 100, 1);

    /// <summary>Further points for a talk given in somebody's place.</summary>
    public static readonly NumberSetting PointsSubstitute = new("ledger.substitute", 5, 0, 100, 1);

    /// <summary>Points for a meeting attended.</summary>
    public static readonly NumberSetting PointsAttended = new("ledger.attended", 1, 0, 100, .5m);

    /// <summary>Points for a question asked.</summary>
    public static readonly NumberSetting PointsQuestion = new("ledger.question", 1, 0, 100, .5m);

    /// <summary>How many questions of one meeting count.</summary>
    public static readonly NumberSetting QuestionsCounted = new("ledger.questions-counted", 2, 0, 20, 1);

    /// <summary>Points for feedback to a talk, once a talk.</summary>
    public static readonly NumberSetting PointsFeedback = new("ledger.feedback", .5m, 0, 100, .5m);

    /// <summary>Points for a candidate reviewed.</summary>
    public static readonly NumberSetting PointsReviewed = new("ledger.reviewed", 1, 0, 100, .5m);

    /// <summary>Talks in a topic that keep a member from being called low.</summary>
    public static readonly NumberSetting LeastTalks = new("policy.talks", 1, 0, 20, 1);

    /// <summary>Attendance below which a member who gave too few talks is called low, in percent.</summary>
    public static readonly NumberSetting LeastAttendance = new("policy.attendance", 50, 0, 100, 1);

    /// <summary>Who joined in so many last days of a topic is not judged by it.</summary>
    public static readonly NumberSetting GraceDays = new("policy.grace", 14, 0, 120, 1);

    /// <summary>Who reaches this share of a bound is not called low, in percent.</summary>
    public static readonly NumberSetting Hysteresis = new("policy.hysteresis", 90, 50, 100, 1);

    /// <summary>Whether who misses all bounds is called low, or who misses any.</summary>
    public static readonly ChoiceSetting BoundsMissed = new("policy.missed", ["all", "any"], "all");

    /// <summary>Missed meetings of a topic that do not count.</summary>
    public static readonly NumberSetting FreeAbsences = new("policy.free", 0, 0, 50, 1);

    /// <summary>Whose role exempts them from the policy.</summary>
    public static readonly ChoiceSetting ExemptRoles = new("policy.exempt", ["none", "organizer", "committee"], "none");

    /// <summary>Days in which somebody on the list may object.</summary>
    public static readonly NumberSetting ObjectionDays = new("closing.objection", 7, 1, 60, 1);

    /// <summary>Days in which a closing can be undone.</summary>
    public static readonly NumberSetting UndoDays = new("closing.undo", 7, 0, 60, 1);

    /// <summary>How long a ballot is open, in hours.</summary>
    public static readonly NumberSetting BallotHours = new("admission.ballot", 72, 1, 720, 1);

    /// <summary>The least votes cast that decide, however small the committee.</summary>
    public static readonly NumberSetting LeastVotes = new("admission.quorum", 3, 3, 50, 1);

    /// <summary>Two thirds in percent, as the group's own document says it.</summary>
    public const decimal TwoThirds = 66.66m;

    /// <summary>The share of approvals among approvals and rejections that admits, in percent.</summary>
    public static readonly NumberSetting Threshold = new("admission.threshold", TwoThirds, 50, 100, .01m);

    /// <summary>Days after which somebody who was declined may apply again.</summary>
    public static readonly NumberSetting RetryDays = new("admission.retry", 30, 0, 365, 1);

    /// <summary>Days after which a candidate of whom nothing is heard, and for whom nothing is planned, is no candidate any more.</summary>
    public static readonly NumberSetting ApplicationDays = new("admission.expires", 90, 7, 730, 1);

    /// <summary>How long a look back on a topic takes answers, in days.</summary>
    public static readonly NumberSetting RetrospectiveDays = new("improving.retrospective-days", 10, 3, 60, 1);

    /// <summary>Whether the inner group is asked to look back by itself when a topic is over; else the committee asks.</summary>
    public static readonly YesNoSetting RetrospectiveOpens = new("improving.retrospective-opens", false);

    /// <summary>Whether the program backs the group up by itself, once a day.</summary>
    public static readonly YesNoSetting BackupDaily = new("backups.daily", false);

    /// <summary>The hour of the group's day at which it does.</summary>
    public static readonly NumberSetting BackupHour = new("backups.hour", 3, 0, 23, 1);

    /// <summary>Of how many days a backup is kept.</summary>
    public static readonly NumberSetting BackupDays = new("backups.days", 7, 1, 90, 1);

    /// <summary>Of how many weeks a backup is kept beyond that.</summary>
    public static readonly NumberSetting BackupWeeks = new("backups.weeks", 4, 0, 104, 1);

    /// <summary>All of them, as the settings page lists them.</summary>
    public static IReadOnlyList<SettingDefinition> All { get; } =
    [
        CandidatesObserve, OpenProposals, TalksAtMeeting, MostTalks, LateDays, HandoverRule, RemindPrepare, RemindConfirm, RemindAgain, RemindEve, RemindHours, AttendDays, AttendHours, QuietFrom, QuietTo, FileMegabytes, NoticeReview, PointsGiven, PointsSubstitute, PointsAttended, PointsQuestion, QuestionsCounted, PointsFeedback, PointsReviewed, LeastTalks,
        LeastAttendance, BoundsMissed, GraceDays, Hysteresis, FreeAbsences, ExemptRoles, ObjectionDays, UndoDays, BallotHours, LeastVotes, Threshold, RetryDays, ApplicationDays, RetrospectiveDays, RetrospectiveOpens, BackupDaily, BackupHour, BackupDays, BackupWeeks,
    ];
}
