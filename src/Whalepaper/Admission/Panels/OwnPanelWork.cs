using Microsoft.EntityFrameworkCore;
using NodaTime.Text;
using Whalepaper.Data;

namespace Whalepaper.Admission.Panels;

/// <summary>What the house keeps of a member's own part in trials, for them alone: what they asked, what they answered, what they noted for themselves.</summary>
internal static class OwnPanelWork
{
    /// <summary>Reads it. Who asked them stands on the page of their application; ties stand nowhere here.</summary>
    public static async Task<object> OwnPanelWorkAsync(this WhalepaperDb db, int memberId, CancellationToken cancellation)
    {
        var questions = await (
            from question in db.PanelQuestions.AsNoTracking()
            join application in db.Applications on question.ApplicationId equals application.Id
            where question.ById == memberId || application.MemberId == memberId
            orderby question.Id
            select new { question.ApplicationId, question.ById, question.Text, question.At, question.Answer, question.AnsweredAt }).ToListAsync(cancellation);
        var seats = await db.PanelSeats.AsNoTracking().Where(seat => seat.MemberId == memberId).OrderBy(seat => seat.ApplicationId).Select(seat => new { seat.ApplicationId, seat.At, seat.Note }).ToListAsync(cancellation);
        return new
        {
            Asked = questions.FindAll(one => one.ById == memberId).ConvertAll(one => new { Application = one.ApplicationId, one.Text, At = InstantPattern.General.Format(one.At) }),
            Answered = questions.FindAll(one => one.ById != memberId).ConvertAll(one => new
            {
                Application = one.ApplicationId,
                Question = one.Text,
                one.Answer,
                At = one.AnsweredAt is { } at ? InstantPattern.General.Format(at) : null,
            }),
            Seats = seats.ConvertAll(seat => new { Application = seat.ApplicationId, Since = InstantPattern.General.Format(seat.At), seat.Note }),
        };
    }
}
