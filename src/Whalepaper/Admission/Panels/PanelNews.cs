using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Admission.Panels;

/// <summary>Tells those who are named to a panel, the panel of its candidate's date and answers, and the candidate of questions: the moment that it is saved, whoever saves it.</summary>
internal sealed class PanelNews(IClock clock) : ISequel
{
    public Func<CancellationToken, Task>? Prepare(WhalepaperDb db, IReadOnlyList<EntityEntry> changed)
    {
        ArgumentNullException.ThrowIfNull(db);
        // Who names themselves knows it.
        var own = Added<AuditEntry>(db).Where(entry => entry.Act is AuditActs.Panel && entry.ById == entry.MemberId).Select(entry => entry.MemberId).ToHashSet();
        var named = Added<PanelSeat>(db).Where(seat => !own.Contains(seat.MemberId)).ToList();
        var asked = Added<PanelQuestion>(db).ToList();
        // The first answer is news; that it was bettered is not.
        var answered = db.ChangeTracker.Entries<PanelQuestion>().Where(entry => entry.State is EntityState.Modified && entry.Property(question => question.AnsweredAt) is { OriginalValue: null, CurrentValue: not null })
            .Select(entry => entry.Entity).ToList();
        var dates = Added<ApplicationStep>(db).Where(step => step.Kind is ApplicationStepKind.Planned or ApplicationStepKind.Unplanned).ToList();
        return named.Count + asked.Count + answered.Count + dates.Count == 0 ? null : cancellation => TellAsync(db, named, asked, answered, dates, cancellation);
    }

    private async Task TellAsync(WhalepaperDb db, List<PanelSeat> named, List<PanelQuestion> asked, List<PanelQuestion> answered, List<ApplicationStep> dates, CancellationToken cancellation)
    {
        int[] ids = [.. asked.Concat(answered).Select(question => question.ApplicationId).Concat(dates.Select(step => step.ApplicationId)).Distinct()];
        var applicants = await db.Applications.AsNoTracking().Where(a => EF.Parameter(ids).Contains(a.Id)).Select(a => new { a.Id, a.MemberId }).ToDictionaryAsync(a => a.Id, a => a.MemberId, cancellation);
        var panels = (await db.PanelSeats.AsNoTracking().Where(seat => EF.Parameter(ids).Contains(seat.ApplicationId)).Select(seat => new { seat.ApplicationId, seat.MemberId }).ToListAsync(cancellation))
            .ToLookup(seat => seat.ApplicationId, seat => seat.MemberId);
        var now = clock.GetCurrentInstant();
        await db.WriteAsync(
            [
                .. named.Select(seat => AdmissionNews.Of(seat.ApplicationId, AdmissionNews.DeskKind, PanelLetters.OfSeat(seat), [seat.MemberId], now)),
                .. asked.Select(question => AdmissionNews.Of(question.ApplicationId, AdmissionNews.Kind, Numbered(PanelLetters.Asked, question.Id), [applicants[question.ApplicationId]], now)),
                .. answered.Select(question => AdmissionNews.Of(question.ApplicationId, AdmissionNews.DeskKind, Numbered(PanelLetters.Answered, question.Id), panels[question.ApplicationId].Append(question.ById).Distinct(), now)),
                .. dates.Select(step => AdmissionNews.Of(step.ApplicationId, AdmissionNews.DeskKind, Numbered(PanelLetters.Dated, step.Id), panels[step.ApplicationId].Where(member => member != step.ById), now)),
            ],
            now, cancellation);
    }

    private static string Numbered(string what, int id) => string.Create(CultureInfo.InvariantCulture, $"{what}:{id}");

    private static IEnumerable<T> Added<T>(WhalepaperDb db) where T : class => db.ChangeTracker.Entries<T>().Where(entry => entry.State is EntityState.Added).Select(entry => entry.Entity);
}
