import DaichoInsight
import Testing

struct ScoreDecayTests {
  @Test func halvesWithEachHalfLife() {
    #expect(ScoreDecay.weight(age: 0, halfLife: 30) == 1)
    #expect(ScoreDecay.weight(age: 30, halfLife: 30) == 0.5)
    #expect(ScoreDecay.weight(age: 60, halfLife: 30) == 0.25)
    #expect(ScoreDecay.weight(age: 1, halfLife: 0.5) == 0.25)
    // 0.5^(10/30)
    #expect((ScoreDecay.weight(age: 10, halfLife: 30) - 0.7937005259840998).magnitude < 1e-15)
  }

  @Test func countsNothingOfTheFuture() {
    #expect(ScoreDecay.weight(age: -1, halfLife: 30) == 0)
    #expect(ScoreDecay.weight(age: .min, halfLife: 30) == 0)
  }

  @Test func staysANumberAtTheEdges() {
    #expect(ScoreDecay.weight(age: .max, halfLife: 30) == 0)
    #expect(ScoreDecay.weight(age: 1, halfLife: 0) == 0)
    #expect(ScoreDecay.weight(age: 0, halfLife: 0) == 1)
    #expect(ScoreDecay.weight(age: 1, halfLife: -3) == 0)
    #expect(ScoreDecay.weight(age: 1, halfLife: .nan) == 0)
    #expect(ScoreDecay.weight(age: 36_500, halfLife: .infinity) == 1)
  }
}
